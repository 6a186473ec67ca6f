#!/bin/bash
# Two apis, and a web that waits as long as its HTTP library would: half a minute.
set -euo pipefail
. "${0%/*}/wait-for.sh"
docker service create --detach --no-resolve-image --no-healthcheck --replicas 2 --name api shop-api:1.0
docker service create --detach --no-resolve-image --no-healthcheck --env API_TIMEOUT_MS=30000 --name web shop-web:1.0
wait_for http://api:8081/health
wait_for http://web:8080/products
