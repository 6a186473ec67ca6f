#!/bin/bash
# Exponential back-off with full jitter: each question is still asked ten times, so the work is the same.
set -euo pipefail
docker service update --detach --env-add API_BACKOFF_MS=100 --env-add API_JITTER=full web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
