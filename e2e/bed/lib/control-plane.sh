# shellcheck shell=bash
# etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and kwok where there are no machines, as plain processes in the bed's namespace.

CONTROL_PLANE=(etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kubeadm)

# use_programs NAME...: builds what is missing and links it into the bed's own bin.
use_programs() {
  local name
  mkdir -p "$BIN"
  for name in "$@"; do
    go_program "$name"
    ln -sfn "$PROGRAM" "$BIN/$name"
  done
}

k() { "$BIN/kubectl" --kubeconfig "$KUBECONFIG_OUT" "$@"; }

control_plane_up() {
  local P=$STATE/pki C=$STATE/conf address
  local COMPONENT=(--bind-address=127.0.0.1 --leader-elect=false "--"{kubeconfig,authentication-kubeconfig,authorization-kubeconfig}"=$C/NAME.conf")
  address=$(forward apiserver "$GATEWAY:6443")
  sed "s#server: .*#server: https://$address#" "$C/super-admin.conf" >"$KUBECONFIG_OUT"

  spawn_inside etcd "$BIN/etcd" --name bed --data-dir "$STATE/etcd" --unsafe-no-fsync \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380
  spawn_inside apiserver "$BIN/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 --advertise-address="$GATEWAY" --secure-port=6443 \
    --service-cluster-ip-range="$SERVICES" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --tls-cert-file="$P/apiserver.crt" --tls-private-key-file="$P/apiserver.key" --client-ca-file="$P/ca.crt" \
    --kubelet-client-certificate="$P/apiserver-kubelet-client.crt" --kubelet-client-key="$P/apiserver-kubelet-client.key" \
    --kubelet-certificate-authority="$P/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file="$P/sa.pub" --service-account-signing-key-file="$P/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --requestheader-client-ca-file="$P/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
    --requestheader-username-headers=X-Remote-User \
    --proxy-client-cert-file="$P/front-proxy-client.crt" --proxy-client-key-file="$P/front-proxy-client.key"
  POLL=0.5 until_true 180 k get --raw /readyz || die "kube-apiserver does not become ready: $(tail -3 "$STATE/log/apiserver.log")"

  spawn_inside controller-manager "$BIN/kube-controller-manager" "${COMPONENT[@]/NAME/controller-manager}" --controllers='*' \
    --root-ca-file="$P/ca.crt" --service-account-private-key-file="$P/sa.key" --use-service-account-credentials=true \
    --cluster-signing-cert-file="$P/ca.crt" --cluster-signing-key-file="$P/ca.key" --kube-api-qps=100 --kube-api-burst=200
  spawn_inside scheduler "$BIN/kube-scheduler" "${COMPONENT[@]/NAME/scheduler}"
  # Lets 'kubectl exec' and 'logs' through to the kubelets. Made before the first try, as kubelets remember a refusal.
  k create clusterrolebinding bed-kubelet-client --clusterrole=system:kubelet-api-admin --user=kube-apiserver-kubelet-client >/dev/null
  # Without it no pod can be made.
  POLL=0.5 until_true 120 k get serviceaccount default || die "no default service account: $(tail -3 "$STATE/log/controller-manager.log")"
}

# Plays the nodes that carry the annotation, and the pods on them, by the stages in e2e/kwok.
kwok_up() {
  local f stages=()
  for f in "$HERE"/../kwok/*.yaml; do stages+=(--config "$f"); done
  # HOME: kwok would read a configuration of the user's own.
  spawn_inside kwok env HOME="$STATE/conf" "$BIN/kwok" --kubeconfig="$STATE/conf/super-admin.conf" "${stages[@]}" \
    --manage-all-nodes=false --manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake --cidr=10.200.0.0/16
}
