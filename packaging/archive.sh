#!/usr/bin/env bash
# Packs a release archive: packaging/archive.sh PROGRAM NAME OUT
# PROGRAM must run on this machine: it writes its own completions and manual page.
set -euo pipefail
program="$(realpath "$1")" name="$2" out="$(realpath -m "$3")"
cd "$(dirname "$0")/.."
stage="$(mktemp -d)/$name"
mkdir -p "$stage/completions" "$stage/man" "$out"
cp "$program" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$stage/"
for shell in bash zsh fish powershell elvish; do
  "$program" completions "$shell" >"$stage/completions/caveat.$shell"
done
"$program" man >"$stage/man/caveat.1"
case "$program" in
  *.exe) (cd "$stage/.." && 7z a -bd "$out/$name.zip" "$name" >/dev/null) ;;
  *) tar -C "$stage/.." --owner=0 --group=0 -czf "$out/$name.tar.gz" "$name" ;;
esac
