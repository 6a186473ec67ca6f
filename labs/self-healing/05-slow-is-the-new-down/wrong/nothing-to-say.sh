#!/bin/bash
# Timeout and retries are right; when both apis are late there is nothing to fall back on.
set -euo pipefail
docker service update --detach --env-add API_TIMEOUT_MS=250 --env-add API_RETRIES=2 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
