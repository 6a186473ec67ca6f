#!/bin/bash
# More of what did not help.
set -euo pipefail
docker service update --detach --env-add API_RETRIES=20 --env-add API_BACKOFF_MS=50 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
