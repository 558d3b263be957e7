#!/bin/sh
# kubectl palisade: this script finds a Java 25, which runs the jar that is appended to it.
# Looked at in this order: JAVA_HOME, java on the PATH, /usr/lib/jvm/*.
# By the name that it is called by (a link will do), it is kubectl's plugin (kubectl-palisade), a command of its own (palisade), or
# what kubectl asks for completion (kubectl_complete-palisade).

# Succeeds if $1 is the home of a Java of at least 25.
is_fit() {
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  else
    v=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
  fi
  [ "${v:-0}" -ge 25 ]
}

on_path=$(command -v java 2>/dev/null)
[ -z "$on_path" ] || on_path=$(readlink -f "$on_path")
found=
for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/*; do
  [ -n "$home" ] && is_fit "$home" && found=$home && break
done
if [ -z "$found" ]; then
  cat >&2 <<'EOF'
error: kubectl palisade needs Java 25 or newer; none was found in JAVA_HOME, on the PATH or below /usr/lib/jvm.
Install one, for example `apt-get install openjdk-25-jre-headless`, `dnf install java-25-openjdk-headless`,
`brew install openjdk` or https://adoptium.net, or set JAVA_HOME.
EOF
  exit 2
fi

# The JVM takes the cache below only with these same options. It holds no code for one processor (docs/design/0060): a home
# directory may be shared by machines that differ.
options='-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData
-XX:-AOTAdapterCaching -XX:-AOTStubCaching'
java=$found/bin/java
self=$(readlink -f "$0")

# train CACHE OF: makes the AOT cache in a JVM of its own; one at a time, and never again where it fails (the file is empty then).
# shellcheck disable=SC2086 # options are words
train() (
  mkdir "$1.lock" || exit
  nice -n 19 "$java" $options -XX:-AOTClassLinking -XX:AOTCacheOutput="$1.new" -cp "$self" dev.palisade.cli.start.Training
  [ -s "$1.new" ] || : >"$1.new"
  rm -f "$1.new.config" "$2"*.aot
  mv -f "$1.new" "$1"
  rmdir "$1.lock"
)

# The cache of this very file and Java, from the first use on. Anything that is wrong with it costs time, nothing else.
caches=${KUBECTL_PALISADE_CACHE-${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}}
cache=
if [ -n "$caches" ]; then
  of=$caches/kubectl-palisade/$(printf %s "$self" | cksum | tr ' ' -)
  cache=$of.$(ls -lnL "$self" "$java" | cksum | tr ' ' -).aot
  if ! [ -e "$cache" ] && mkdir -p -m 700 "${cache%/*}" 2>/dev/null && [ -w "${cache%/*}" ]; then
    find "${cache%/*}" -name '*.lock' -mmin +10 -exec rmdir {} + 2>/dev/null
    train "$cache" "$of" </dev/null >/dev/null 2>&1 &
  fi
  [ -s "$cache" ] && options="$options -XX:AOTCache=$cache"
fi

case ${0##*/} in
  kubectl_complete-*) name='kubectl palisade' && set -- __complete "$@" ;;
  kubectl-*) name='kubectl palisade' ;;
  *) name=${0##*/} ;;
esac
# Silent, for the JVM writes what it has against a cache to standard output.
# shellcheck disable=SC2086
exec "$java" $options -Xlog:disable "-Dpalisade.name=$name" -jar "$self" "$@"
