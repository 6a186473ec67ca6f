#!/bin/bash
# It rolls back, but the only copy was stopped before the new one had shown that it works.
set -euo pipefail
docker service update --detach --health-cmd healthcheck --health-interval 1s --health-timeout 1s --health-retries 2 \
  --update-failure-action rollback web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
