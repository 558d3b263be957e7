# shellcheck shell=bash
# The AOT cache of a Java program: classes loaded and linked ahead of time, in a training run against a real API server. On
# the emulated nodes of the test bed a start takes a third less with it. The cache has to be of the same runtime, class path and
# jars, of which the JVM checks only some (docs/design/0098), so the run happens inside the image's own tree. Not reproducible byte
# by byte; the key is that of the layers under it.

# aot_layer NAME LAYER...: sets LAYER; NAME_train in images/NAME/training says what to give the program to do, and when it is done.
aot_layer() {
  local name=$1
  shift
  layer "aot-$name" "$(key_of "$*" "$IMAGES/$name/training" "$(declare -f aot_fill train run_until_trained)")" "a training run, 1 min" aot_fill "$name" "$@"
}

aot_fill() {
  local name=$1 tree=$OUT/image
  shift
  mkdir "$tree"
  for layer in "$@"; do tar -xf "$layer/layer.tar" -C "$tree"; done
  (
    BED=t$((BASHPID % 1000000))
    export BED
    trap '"$BED_PROGRAM" down >/dev/null; rm -f "${STATE%/*}/$BED.lock"' EXIT
    train "$name" "$tree"
  )
  install -D -m 644 "$tree/app/start.aot" "$OUT/tree/app/start.aot"
  rm -rf "$tree"
}

# train NAME TREE: a bed, and the program run against it in its tree.
train() {
  local name=$1 tree=$2 account=$2/run/secrets/kubernetes.io/serviceaccount server
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
  # shellcheck disable=SC2016 # for the inner shell
  run_until_trained "$name" "${server##*:}" "$tree/app/start.aot" \
    unshare --mount sh -c 'mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' "$tree"
}

# run_until_trained NAME PORT CACHE COMMAND...: by COMMAND, which starts what follows it, runs the program against the API server at
# PORT until its work is done and ends it as the kubelet would; looks whether the cache that it leaves is taken. Wants kubectl.
run_until_trained() {
  # shellcheck disable=SC2034 # the program names them
  local name=$1 port=$2 cache=$3 log=$OUT/training.log pid MODULE MAIN JRE_MODULES OPTIONS seen
  shift 3
  # shellcheck disable=SC2034 # for the training
  HEALTH=$((20000 + BASHPID % 10000))
  # shellcheck source=/dev/null
  . "$IMAGES/$name/program"
  # shellcheck source=/dev/null
  . "$IMAGES/$name/training"
  prepare
  env -i KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT="$port" PALISADE_NAMESPACE=palisade-system \
    PALISADE_HEALTH_PORT=$HEALTH JDK_AOT_VM_OPTIONS=-Xmx1g "${ENVIRONMENT[@]}" \
    "$@" /jre/bin/java -XX:AOTCacheOutput=/app/start.aot @/app/start >"$log" 2>&1 &
  pid=$!
  until_true 300 trained || { head -40 "$log" >&2; kill -KILL "$pid" || true; die "the training run of $name did not come to its end"; }
  kill -TERM "$pid"
  wait "$pid" || true # 143
  [[ -s $cache ]] || { tail -40 "$log" >&2; die "the training run of $name left no AOT cache"; }
  # Without an environment the program says what is missing and ends: enough to see where its classes come from.
  seen=$(env -i "$@" /jre/bin/java -XX:AOTCache=/app/start.aot -Xlog:class+load @/app/start 2>&1 || true)
  [[ $seen == *" $MAIN source: shared objects file"* ]] || { tail -5 <<<"$seen" >&2; die "the AOT cache of $name is not taken by the JVM"; }
}
