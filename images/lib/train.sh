# shellcheck shell=bash
# Which classes a Java program loads in its first minute of work, seen in a run against a real API server: images/NAME/classes.
# images/NAME/training says what to give the program to do, and when it is done.

# train NAME TREE: the list on standard output.
train() {
  local name=$1 tree=$2 account=$2/run/secrets/kubernetes.io/serviceaccount log=$2/training.log server pid MODULE MAIN JRE_MODULES OPTIONS
  kubectl() { "$BED_PROGRAM" kubectl "$@"; }
  "$BED_PROGRAM" up
  "$BED_PROGRAM" helm install palisade "$ROOT/charts/palisade" -n palisade-system --create-namespace --set admissionGuards.enabled=false \
    --set operator.replicas=0 >/dev/null
  # Helm does not wait for what it makes of templates.
  kubectl wait --for=condition=Established --timeout=60s customresourcedefinitions --all >/dev/null
  mkdir -p "$account" "$tree/host"
  kubectl create token "palisade-$name" -n palisade-system --duration=1h >"$account/token"
  kubectl get configmap kube-root-ca.crt -n palisade-system -o 'jsonpath={.data.ca\.crt}' >"$account/ca.crt"
  printf palisade-system >"$account/namespace"
  server=$(kubectl config view --raw -o 'jsonpath={.clusters[0].cluster.server}')
  HEALTH=$((20000 + BASHPID % 10000))
  # shellcheck source=/dev/null
  . "$IMAGES/$name/program"
  # shellcheck source=/dev/null
  . "$IMAGES/$name/training"
  prepare
  # shellcheck disable=SC2016 # for the inner shell
  env -i PATH="$PATH" KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT="${server##*:}" PALISADE_NAMESPACE=palisade-system \
    PALISADE_HEALTH_PORT=$HEALTH "${ENVIRONMENT[@]}" \
    unshare --mount sh -c 'mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' "$tree" \
    /jre/bin/java -XX:DumpLoadedClassList=/app/classes @/app/start >"$log" 2>&1 &
  pid=$!
  until_true 300 trained || { head -40 "$log" >&2; kill -KILL "$pid" || true; die "the training run of $name did not come to its end"; }
  kill -TERM "$pid"
  wait "$pid" || true # 143
  sorted_classes "$tree/app/classes"
}

# In an order that does not depend on threads, and without what only caches that link classes ahead of time would use (@cp).
sorted_classes() {
  sed -n 's/ id: [0-9]*$//; /^[#@]/!p' "$1" | LC_ALL=C sort -u
  sed -n '/^@lambda/p' "$1" | LC_ALL=C sort -u
}
