#!/bin/bash
# Restart at once, always, and stop quickly. Nothing ends, so nothing is restarted.
set -euo pipefail
docker service update --detach --restart-condition any --restart-delay 500ms --stop-grace-period 1s web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
