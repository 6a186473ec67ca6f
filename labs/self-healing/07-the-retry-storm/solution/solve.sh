#!/bin/bash
# Three retries, spread out, and never more of them than a third of the calls.
set -euo pipefail
docker service update --detach --env-add API_RETRIES=3 --env-add API_BACKOFF_MS=100 --env-add API_JITTER=full \
  --env-add API_RETRY_BUDGET=30 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
