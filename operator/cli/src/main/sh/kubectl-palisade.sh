#!/bin/sh
# kubectl palisade: this script finds a Java 25, which runs the jar that is appended to it.
# Looked at in this order: JAVA_HOME, java on the PATH, /usr/lib/jvm/*.

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
exec "$found/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -jar "$0" "$@"
