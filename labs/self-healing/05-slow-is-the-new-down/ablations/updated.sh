# Sourced by the ablations.

# updated SERVICE: waits until its last update or rollback is over and all of its tasks run; half a minute at most.
updated() {
  local end=$((SECONDS + 30)) state running wanted
  while ((SECONDS < end)); do
    state=$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$1")
    wanted=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$1")
    running=$(docker service ps --filter desired-state=running --format '{{.CurrentState}}' "$1" | grep -c ^Running || true)
    [[ $state == *completed && $running == "$wanted" ]] && return 0
    sleep 0.5
  done
  echo "$1 is $state with $running of $wanted tasks" >&2
  return 1
}
