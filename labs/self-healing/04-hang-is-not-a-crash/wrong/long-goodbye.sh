#!/bin/bash
# The health check is right. The hung process still has two minutes to answer a signal that it cannot hear.
set -euo pipefail
docker service update --detach --health-cmd healthcheck --health-interval 1s --health-timeout 1s --health-retries 2 web
until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = completed ]; do
  sleep 0.5
done
