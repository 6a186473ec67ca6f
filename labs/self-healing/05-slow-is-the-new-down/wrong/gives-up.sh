#!/bin/bash
# A short timeout alone turns a late answer into a quick error.
set -euo pipefail
docker service update --detach --env-add API_TIMEOUT_MS=250 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
