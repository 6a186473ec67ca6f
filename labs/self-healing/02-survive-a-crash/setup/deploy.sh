#!/bin/bash
# One web, and a restart delay of five minutes that nobody remembers.
set -euo pipefail
. "${0%/*}/wait-for.sh"
docker service create --detach --no-resolve-image --no-healthcheck --name api shop-api:1.0
# Without a health check a new copy gets its share of the requests before it listens.
docker service create --detach --no-resolve-image --restart-delay 5m --name web \
  --health-cmd healthcheck --health-interval 5s --health-timeout 10s --health-retries 3 shop-web:1.0
wait_for http://api:8081/health
wait_for http://web:8080/health
