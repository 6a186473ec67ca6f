# Sourced by the checks. Contract: exit 0 met, 1 not met, 75 inconclusive; the reason goes to $DOJO_RESULT.

# Without it `curl … | jq -e …` is met when nothing answers: jq takes empty input for a success.
set -o pipefail

# unmet KEY [OBSERVED [EXPECTED]]: the task is not met; KEY names a message of the task.
unmet() {
  local fields
  fields=$(field key "$1")${2:+,$(field observed "$2")}${3:+,$(field expected "$3")}
  printf '{%s}\n' "$fields" >"${DOJO_RESULT:-/dev/stdout}"
  exit 1
}

# field NAME TEXT: a member of a JSON object. Not by jq, whose start takes more of a processor than the rest of a check.
field() {
  local text=${2:0:200}
  text=${text//[[:cntrl:]]/ }
  text=${text//\\/\\\\}
  printf '"%s":"%s"' "$1" "${text//\"/\\\"}"
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
