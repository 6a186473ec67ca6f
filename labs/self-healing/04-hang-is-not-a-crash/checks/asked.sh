#!/bin/bash
# Every running container of web is healthy by the engine's own health check.
. "${0%/*}/result.sh"
tasks=$(engine service ps --quiet --no-trunc --filter desired-state=running web) || unmet no-service
[ -n "$tasks" ] || unmet no-replica
while read -r task; do
  container=$(engine inspect --format '{{.Status.ContainerStatus.ContainerID}}' --type task "$task") || unmet no-replica
  [ -n "$container" ] || unmet no-replica
  health=$(engine inspect --type container --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}' "$container") ||
    unmet no-replica
  [ "$health" != none ] || unmet nobody-asks
  [ "$health" = healthy ] || unmet not-healthy "$health" healthy
done <<<"$tasks"
