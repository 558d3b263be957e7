# shellcheck shell=bash
# Programs built from Go modules. Each tool directory has a go.mod of its own, because their dependencies clash.

TOOLS=$HERE/../tools

# program  tool directory  package  what to expect of a first build on two cores
GO_PROGRAMS="
kube-apiserver           kubernetes k8s.io/kubernetes/cmd/kube-apiserver          6_min
kube-controller-manager  kubernetes k8s.io/kubernetes/cmd/kube-controller-manager 1_min
kube-scheduler           kubernetes k8s.io/kubernetes/cmd/kube-scheduler          1_min
kubectl                  kubernetes k8s.io/kubernetes/cmd/kubectl                 1_min
kubeadm                  kubernetes k8s.io/kubernetes/cmd/kubeadm                 1_min
kube-proxy               kubernetes k8s.io/kubernetes/cmd/kube-proxy              1_min
kubelet                  kubernetes k8s.io/kubernetes/cmd/kubelet                 2_min
etcd                     etcd       go.etcd.io/etcd/server/v3                     1_min
kwok                     kwok       sigs.k8s.io/kwok/cmd/kwok                     2_min
containerd               containerd github.com/containerd/containerd/v2/cmd/containerd              1_min
containerd-shim-runc-v2  containerd github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2 1_min
ctr                      containerd github.com/containerd/containerd/v2/cmd/ctr                     1_min
bridge                   cni        github.com/containernetworking/plugins/plugins/main/bridge      1_min
host-local               cni        github.com/containernetworking/plugins/plugins/ipam/host-local  1_min
loopback                 cni        github.com/containernetworking/plugins/plugins/main/loopback    1_min
kind                     kind       sigs.k8s.io/kind                              1_min
helm                     helm       helm.sh/helm/v4/cmd/helm                      4_min
hugo                     hugo       github.com/gohugoio/hugo                       5_min
"

# The version of MODULE that a tool directory asks for.
go_version_of() { awk -v m="$2" '$1 == m {print $2; exit} $1 == "require" && $2 == m {print $3; exit}' "$TOOLS/$1/go.mod"; }

# KUBERNETES_VERSION=1.34 names one of the older minors of e2e/kubernetes-versions, each with a module of its own.
KUBERNETES_TOOL=kubernetes
kubernetes_version() { go_version_of "$KUBERNETES_TOOL" k8s.io/kubernetes; }
kubernetes_minor() { local version; version=$(kubernetes_version); version=${version#v1.}; echo "${version%%.*}"; }
if [[ ${KUBERNETES_VERSION-} && $KUBERNETES_VERSION != "1.$(kubernetes_minor)" ]]; then
  KUBERNETES_TOOL=kubernetes-$KUBERNETES_VERSION
  [[ -d $TOOLS/$KUBERNETES_TOOL ]] || die "KUBERNETES_VERSION='$KUBERNETES_VERSION': expected one of $(grep -v '^#' "$HERE/../kubernetes-versions" | xargs)"
fi

# kubeadm before 1.34 gives etcd flags that begin with --experimental, which 3.7 no longer has.
ETCD_TOOL=etcd
(($(kubernetes_minor) >= 34)) || ETCD_TOOL=etcd-3.6
etcd_version() { go_version_of "$ETCD_TOOL" go.etcd.io/etcd/server/v3; }

# Linker flags by which the programs know their own version.
go_ldflags() {
  local v
  case $1 in
    kubernetes*)
      v=$(kubernetes_version)
      local major minor; IFS=. read -r major minor _ <<<"${v#v}"
      local p=k8s.io/component-base/version
      echo "-X $p.gitVersion=$v -X $p.gitMajor=$major -X $p.gitMinor=$minor -X $p.gitTreeState=clean"
      ;;
    kwok) echo "-X sigs.k8s.io/kwok/pkg/consts.Version=$(go_version_of "$1" sigs.k8s.io/kwok)" ;;
    containerd) v=$(go_version_of "$1" github.com/containerd/containerd/v2)
      echo "-X github.com/containerd/containerd/v2/version.Version=${v#v}" ;;
    cni) echo "-X github.com/containernetworking/plugins/pkg/utils/buildversion.BuildVersion=$(go_version_of "$1" github.com/containernetworking/plugins)" ;;
    helm) echo "-X helm.sh/helm/v4/internal/version.version=$(go_version_of "$1" helm.sh/helm/v4)" ;;
  esac
}

GO_BUILD=(env CGO_ENABLED=0 GOFLAGS= GOWORK=off go build -trimpath -buildvcs=false -mod=readonly)

# go_program NAME: sets PROGRAM to the path of the built program.
go_program() {
  local name=$1 tool package note key flags
  read -r _ tool package note < <(grep "^$name " <<<"$GO_PROGRAMS") || die "unknown program $name"
  case $tool in
    kubernetes) tool=$KUBERNETES_TOOL ;;
    etcd) tool=$ETCD_TOOL ;;
  esac
  flags="-s -w $(go_ldflags "$tool")"
  : "${GO_VERSION:=$(cd "$TOOLS" && go env GOVERSION)}"
  key=$({ cat "$TOOLS/$tool/go.mod" "$TOOLS/$tool/go.sum"; echo "$GO_VERSION ${GO_BUILD[*]} $flags $package"; } | sha)
  part "$name" "$key" "about ${note/_/ } the first time" go_build "$TOOLS/$tool" "$flags" "$name" "$package"
  PROGRAM=$PART/$name
}

go_build() { (cd "$1" && "${GO_BUILD[@]}" -ldflags "$2" -o "$OUT/$3" "$4"); }
