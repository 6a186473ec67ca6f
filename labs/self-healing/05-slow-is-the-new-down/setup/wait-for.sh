# Sourced by the set-up scripts.

# wait_for URL: waits until it answers; after 50 seconds the set-up has failed.
wait_for() {
  local end=$((SECONDS + 50))
  until curl --fail --silent --max-time 1 --output /dev/null "$1"; do
    if ((SECONDS >= end)); then
      echo "$1 does not answer" >&2
      docker service ls >&2
      return 1
    fi
    sleep 0.2
  done
}
