#!/bin/bash
set -euo pipefail
docker service update --detach --restart-delay 1s --replicas 2 web
# Done when the update is over and both copies run.
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ] &&
  [ "$(docker service ps --filter desired-state=running --format '{{.CurrentState}}' web | grep -c ^Running)" = 2 ]; do
  sleep 0.5
done
