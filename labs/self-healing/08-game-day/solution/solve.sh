#!/bin/bash
# Noticed within two seconds, replaced at once, answered by another copy meanwhile, and told when customers suffer.
set -euo pipefail
heal=(--replicas 2 --restart-delay 1s --stop-grace-period 2s
  --health-cmd healthcheck --health-interval 1s --health-timeout 1s --health-retries 2)
docker service update --detach "${heal[@]}" api
docker service update --detach "${heal[@]}" --env-add API_TIMEOUT_MS=250 --env-add API_RETRIES=2 web
docker service update --detach --env-add WATCH_URL=http://web:8080/products --env-add WATCH_EVERY_MS=1000 watch
. "${0%/*}/updated.sh"
for service in api web watch; do updated "$service"; done
