# Every target says what it is doing while it takes minutes. What a target does is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help check docs format test it e2e demo lab lab-down bench nightly images train chart sbom krew release clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: ## the inner loop: compile, format check, JVM tests
	@scripts/check

format: ## format the Java sources
	@scripts/format

test: ## all tiers: JVM tests, integration (API server), end to end (AppArmor nodes); prints the counts of each
	@scripts/test

it: ## the integration tier alone; T=NameIT#method for one
	@scripts/tier it '$(T)'

e2e: ## the end-to-end tier alone; T=NameE2E#method for one
	@scripts/tier e2e '$(T)'

demo: ## from kubectl apply to a write that the kernel denies, on a cluster with AppArmor nodes; DOWN=1 takes it down afterwards
	@demo/demo

lab: images ## start a cluster with AppArmor nodes, to try things in
	@scripts/lab

lab-down: ## stop that cluster
	@BED=lab e2e/bed/bed down

docs: ## the site of docs/, in docs/target/site; ends at a broken link
	@scripts/docs

bench: ## rolling, compiling and enforcing against what each is compared to; resident memory
	@scripts/tier bench '$(T)'

nightly: ## all tiers with many more generated cases, on emulated machines, then the benchmark
	@PALISADE_NIGHTLY=true BED_MACHINE=qemu scripts/test
	@scripts/tier bench

train: ## which classes the images' programs load, recorded anew in images/NAME/classes
	@scripts/jars
	@images/train

images: ## container images as tars in images/target, made without a registry
	@scripts/images

chart: ## the chart, packaged: target/chart/palisade-VERSION.tgz
	@scripts/chart

sbom: images ## a CycloneDX document for each image: target/sbom/NAME.cdx.json
	@scripts/sbom

release: sbom ## what a release has beside its images: target/release (chart, command line, SBOMs, checksums)
	@scripts/release

krew: ## the archive and the krew manifest of kubectl palisade; RELEASE_URL=where the archive will be, HOMEPAGE=the project's
	@scripts/krew operator/cli/target/kubectl-palisade operator/cli/target/krew '$(RELEASE_URL)' '$(HOMEPAGE)'

clean: ## remove what the build made here (the part cache stays: see CONTRIBUTING.md)
	@rm -rf images/target
	@scripts/mvn -q clean
