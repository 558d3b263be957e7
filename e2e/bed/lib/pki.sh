# shellcheck shell=bash
# Certificates and kubeconfigs of one bed, made anew at each start (2 s) so that no bed can be used with another's.

# The cluster's authority alone: what signs for the nodes.
pki_authority() {
  mkdir -p "$STATE/pki" "$STATE/conf"
  cat >"$STATE/conf/kubeadm.yaml" <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: $GATEWAY, bindPort: 6443}
nodeRegistration: {name: gateway, criSocket: "unix:///run/none.sock"}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: $(kubernetes_version)
encryptionAlgorithm: ECDSA-P256
certificatesDir: $STATE/pki
controlPlaneEndpoint: $GATEWAY:6443
networking: {serviceSubnet: $SERVICES, podSubnet: $PODS}
apiServer: {certSANs: ["127.0.0.1", "localhost"]}
etcd: {external: {endpoints: ["http://127.0.0.1:2379"]}}
YAML
  pki_phase certs ca
}

pki_make() {
  local phase f
  pki_authority
  for phase in apiserver apiserver-kubelet-client front-proxy-ca front-proxy-client sa; do pki_phase certs "$phase"; done
  for f in super-admin controller-manager scheduler; do pki_phase kubeconfig "$f" --kubeconfig-dir "$STATE/conf"; done
}

pki_phase() {
  "$BIN/kubeadm" init phase "$1" "$2" --config "$STATE/conf/kubeadm.yaml" "${@:3}" >>"$STATE/log/kubeadm.log" 2>&1 ||
    die "kubeadm init phase $1 $2: $(tail -1 "$STATE/log/kubeadm.log")"
}

# pki_client NAME CN [O] [SAN]: a key pair that serves for client and server, in conf/NAME.{key,crt}.
pki_client() {
  local f=$STATE/conf/$1
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$f.key" 2>/dev/null
  openssl req -new -key "$f.key" -subj "${3:+/O=$3}/CN=$2" -out "$f.csr"
  openssl x509 -req -in "$f.csr" -CA "$STATE/pki/ca.crt" -CAkey "$STATE/pki/ca.key" -CAcreateserial -days 30 -out "$f.crt" 2>/dev/null \
    -extfile <(printf 'extendedKeyUsage=clientAuth,serverAuth\n%s\n' "${4:+subjectAltName=$4}")
  rm "$f.csr"
}

# pki_kubeconfig NAME [DIRECTORY]: conf/NAME.conf for the key pair of that name; with a directory it refers to the files as
# they are called there, on a node.
pki_kubeconfig() {
  local f=$STATE/conf/$1 user
  if [[ -n ${2-} ]]; then
    user="client-certificate: $2/kubelet.crt, client-key: $2/kubelet.key"
  else
    user="client-certificate-data: $(base64 -w0 <"$f.crt"), client-key-data: $(base64 -w0 <"$f.key")"
  fi
  cat >"$f.conf" <<YAML
apiVersion: v1
kind: Config
current-context: bed
clusters: [{name: bed, cluster: {server: "https://$GATEWAY:6443", certificate-authority-data: "$(base64 -w0 <"$STATE/pki/ca.crt")"}}]
contexts: [{name: bed, context: {cluster: bed, user: bed}}]
users: [{name: bed, user: {$user}}]
YAML
}
