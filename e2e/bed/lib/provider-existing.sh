# shellcheck shell=bash
# A cluster that is already there, named by $KUBECONFIG. The bed starts and ends nothing in it.

# shellcheck disable=SC2034 # read by nodes.sh and network.sh
MACHINES=()

provider_build() { :; }

provider_up() {
  [[ -f ${KUBECONFIG-} ]] || die "E2E_CLUSTER=existing: set KUBECONFIG to one file"
  use_programs kubectl
  "$BIN/kubectl" --kubeconfig "$KUBECONFIG" get --raw /readyz >/dev/null || die "the cluster in $KUBECONFIG does not answer"
  cp "$KUBECONFIG" "$KUBECONFIG_OUT"
}

provider_down() { rm -rf "$STATE"; }

provider_status() { k get nodes; }
provider_nodes() { :; }
