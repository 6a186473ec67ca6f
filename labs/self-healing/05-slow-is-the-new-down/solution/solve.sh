#!/bin/bash
# Two tries fit into a customer's second; after that the web says what it knew last.
set -euo pipefail
docker service update --detach --env-add API_TIMEOUT_MS=250 --env-add API_RETRIES=1 --env-add API_BACKOFF_MS=20 \
  --env-add API_JITTER=full --env-add API_FALLBACK=stale web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
