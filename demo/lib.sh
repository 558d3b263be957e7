# shellcheck shell=bash
# What the demo does and shows.

headline() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
explain() { printf '   # %s\n' "$*"; }
k() { "$BED_PROGRAM" kubectl "$@"; }
palisade() { KUBECONFIG=$("$BED_PROGRAM" kubeconfig) "$ROOT/operator/cli/target/kubectl-palisade" "$@"; }
LOG=/var/log/checkout/access.log

start_cluster() {
  "$ROOT/scripts/images"
  if [[ ${E2E_CLUSTER:-native} == existing ]]; then "$BED_PROGRAM" up; else lab_up; fi
  k get nodes -o wide
}

install_palisade() {
  explain "helm install palisade charts/palisade --namespace palisade-system --create-namespace"
  "$BED_PROGRAM" helm upgrade --install palisade "$ROOT/charts/palisade" --namespace palisade-system --create-namespace >/dev/null
  k -n palisade-system rollout status deployment/palisade-operator --timeout=600s
  k -n palisade-system rollout status daemonset/palisade-helper --timeout=600s
  k get nodesecuritystates
}

# follow_roll: prints what changes until the policy's present generation is Ready on all pods.
follow_roll() {
  local generation said now before='' start=$SECONDS
  generation=$(k -n shop get secpol checkout -o jsonpath='{.metadata.generation}')
  while :; do
    # In one answer: conditions of one reading and a generation of the next need not belong together.
    said=$(k -n shop get secpol checkout -o jsonpath='{.status.observedGeneration} {range .status.conditions[*]}{.type}={.status}/{.reason} {end}')
    now=${said#* }$'\n'$(k -n shop get pods -l app=checkout --sort-by=.metadata.creationTimestamp -o \
      custom-columns='POD:.metadata.name,REVISION:.metadata.annotations.palisade\.dev/revision,READY:.status.containerStatuses[0].ready,ENDS:.metadata.deletionTimestamp' --no-headers)
    [[ $now == "$before" ]] || printf '%4d s  %s\n' $((SECONDS - start)) "${now//$'\n'/$'\n'        }"
    before=$now
    [[ $said != "$generation "*Ready=True/Verified* || $said == *Degraded=True* ]] || return 0
    ((SECONDS - start < 900)) || die "policy shop/checkout is not Ready after 15 minutes: kubectl -n shop describe secpol checkout"
    sleep 1
  done
}

# The newest pod that is not ending.
a_pod() {
  k -n shop get pods -l app=checkout --sort-by=.metadata.creationTimestamp --no-headers \
    -o custom-columns='NAME:.metadata.name,ENDS:.metadata.deletionTimestamp' | awk '$2 == "<none>" {name = $1} END {print name}'
}

# attempt CONTAINER OPERATION [PATH]: one attempt, at the shared log if nothing else is named, by a process of that container.
attempt() {
  local path=${3:-$LOG}
  printf '   %-12s %-9s %s: ' "$1" "$2" "$path"
  k -n shop exec "$(a_pod)" -c "$1" -- demo-app try "$2" "$path" 2>/dev/null || true
}

# The last lines of each writer.
show_log() {
  k -n shop exec "$(a_pod)" -c log-shipper -- sh -c "for w in app@ log-shipper@; do grep \$w $LOG | tail -n 2; done" | sed 's/^/   /'
}
show_load() { echo "   load: $(k -n shop exec load -- wget -qO- http://127.0.0.1:8080/load)"; }

show_labels() {
  local container
  explain "The profile that the kernel holds each container's process under:"
  for container in app log-shipper; do
    printf '   %-12s %s\n' "$container" "$(k -n shop exec "$(a_pod)" -c "$container" -- demo-app label)"
  done
}

finish() {
  if [[ -n ${DOWN:-} ]]; then
    "$BED_PROGRAM" down
    return
  fi
  if [[ $PALISADE_WAY == inside && ${E2E_CLUSTER:-native} != existing ]]; then
    lab_shell
    return
  fi
  echo "The cluster is still up. To look around:"
  echo "  export KUBECONFIG=$("$BED_PROGRAM" kubeconfig)   (kubectl is also: $BED_PROGRAM kubectl)"
  echo "  kubectl -n shop describe secpol checkout"
  echo "  kubectl get secnode -o yaml       what the helpers see, denials included"
  [[ ${E2E_CLUSTER:-native} == existing ]] || echo "  make lab-down                     stops it"
}
