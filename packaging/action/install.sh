#!/usr/bin/env bash
# Installs the wheel of caveat into a folder of the job's own. Reads CAVEAT_VERSION.
set -euo pipefail
version="${CAVEAT_VERSION:-}"
if [[ -n "$version" && ! "$version" =~ ^[0-9]+(\.[0-9]+)*([a-z]+[0-9]+)?$ ]]; then
  echo "::error title=caveat::'version' is to be a version such as 0.1.0"
  exit 2
fi
home="${RUNNER_TEMP:-$(mktemp -d)}/caveat"
python3 -m venv "$home"
bin="$home/bin"
[[ -d "$bin" ]] || bin="$home/Scripts"
# --only-binary: a job without a wheel for its platform fails at once and does not begin to compile.
# CAVEAT_WHEELS names a folder with wheels to use instead of the index.
if [[ -n "${CAVEAT_WHEELS:-}" ]]; then
  source=(--no-index --find-links "$CAVEAT_WHEELS")
else
  source=()
fi
"$bin/python" -m pip install --quiet --disable-pip-version-check --only-binary caveat \
  "${source[@]}" "caveat${version:+==$version}"
installed="$("$bin/caveat" --version)"
{
  echo "version=${installed##* }"
  echo "path=$bin/caveat"
} >>"${GITHUB_OUTPUT:-/dev/stdout}"
echo "$bin" >>"${GITHUB_PATH:-/dev/null}"
