# Sourced by the checks. Contract: exit 0 met, 1 not met, 75 inconclusive; the reason goes to $DOJO_RESULT.

# Without it `curl … | jq -e …` is met when nothing answers: jq takes empty input for a success.
set -o pipefail

# unmet KEY [OBSERVED [EXPECTED]]: the task is not met; KEY names a message of the task.
unmet() {
  jq -n --arg key "$1" --arg observed "${2-}" --arg expected "${3-}" \
    '$ARGS.named | map_values(.[:200]) | with_entries(select(.value != ""))' >"${DOJO_RESULT:-/dev/stdout}"
  exit 1
}

# engine ARGS…: the docker CLI; an engine that does not answer is inconclusive, a thing that is not there is nothing.
engine() {
  local error
  error=$(mktemp)
  if docker "$@" 2>"$error"; then
    rm -f "$error"
    return 0
  fi
  if grep -qi 'no such' "$error"; then
    rm -f "$error"
    return 1
  fi
  cat "$error" >&2
  rm -f "$error"
  kill -s USR1 $$
  return 75
}
trap 'exit 75' USR1
