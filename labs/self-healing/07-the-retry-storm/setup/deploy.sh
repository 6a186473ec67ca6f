#!/bin/bash
# An api that can do 25 questions a second, slower while its cache is cold, and a web that asks up to ten times.
set -euo pipefail
. "${0%/*}/wait-for.sh"
docker service create --detach --no-resolve-image --no-healthcheck --restart-delay 1s \
  --env CAPACITY=1 --env WORK_MS=40 --env COLD_MS=6000 --name api shop-api:1.0
docker service create --detach --no-resolve-image --no-healthcheck --restart-delay 1s \
  --env API_TIMEOUT_MS=1000 --env API_RETRIES=9 --name web shop-web:1.0
wait_for http://api:8081/health
wait_for http://web:8080/health
# Until its cache is warm the api is not the shop that customers know.
sleep 5
wait_for http://web:8080/products
