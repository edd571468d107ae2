#!/usr/bin/env bash
# Runs caveat with what the action's inputs say; they come in by the environment.
set -euo pipefail
arguments=(check --format github)
# The report itself stands in the log, for whoever does not look at annotations.
arguments+=(--format "pretty=${RUNNER_TEMP:-/tmp}/caveat.txt")
[[ -n "${CAVEAT_SARIF:-}" ]] && arguments+=(--format "sarif=$CAVEAT_SARIF")
[[ -n "${CAVEAT_CONFIG_FILE:-}" ]] && arguments+=(--config "$CAVEAT_CONFIG_FILE")
[[ -n "${CAVEAT_FAIL_ON:-}" ]] && arguments+=(--fail-on "$CAVEAT_FAIL_ON")
[[ -n "${CAVEAT_SINCE:-}" ]] && arguments+=(--since "$CAVEAT_SINCE")
while IFS= read -r line; do
  [[ -n "$line" ]] && arguments+=("$line")
done <<<"${CAVEAT_ARGS:-}"
# What follows is a path, whatever it begins with.
arguments+=(--)
while IFS= read -r line; do
  [[ -n "$line" ]] && arguments+=("$line")
done <<<"${CAVEAT_PATHS:-.}"
status=0
"${CAVEAT:-caveat}" "${arguments[@]}" || status=$?
[[ -s "${RUNNER_TEMP:-/tmp}/caveat.txt" ]] && cat "${RUNNER_TEMP:-/tmp}/caveat.txt"
exit "$status"
