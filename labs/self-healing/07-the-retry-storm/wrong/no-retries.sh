#!/bin/bash
# Nothing can storm that is never tried again.
set -euo pipefail
docker service update --detach --env-add API_RETRIES=0 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
