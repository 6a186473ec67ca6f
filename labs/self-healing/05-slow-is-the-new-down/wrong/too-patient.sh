#!/bin/bash
# A retry, a fallback, and a timeout that is longer than anybody waits.
set -euo pipefail
docker service update --detach --env-add API_TIMEOUT_MS=1500 --env-add API_RETRIES=2 --env-add API_FALLBACK=stale web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
