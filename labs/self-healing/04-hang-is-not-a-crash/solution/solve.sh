#!/bin/bash
# Ask every second, do not wait for a goodbye that cannot come, and have a second copy for the time in between.
set -euo pipefail
docker service update --detach --health-cmd healthcheck --health-interval 1s --health-timeout 500ms --health-retries 2 \
  --stop-grace-period 2s --replicas 2 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ] &&
  [ "$(docker service ps --filter desired-state=running --format '{{.CurrentState}}' web | grep -c ^Running)" = 2 ]; do
  sleep 0.5
done
