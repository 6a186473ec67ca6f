#!/bin/bash
# A shop as many are: one of each, nobody asks how they are, restarts that take their time, and an alert that means well.
set -euo pipefail
. "${0%/*}/wait-for.sh"
create() { docker service create --detach --no-resolve-image --no-healthcheck "$@"; }
create --restart-delay 5m --stop-grace-period 2m --name api shop-api:1.0
create --restart-delay 5m --stop-grace-period 2m --env API_TIMEOUT_MS=30000 --name web shop-web:1.0
create --name pager shop-pager:1.0
create --env WATCH_URL=http://web:8080/health --env WATCH_EVERY_MS=5000 --name watch shop-watch:1.0
wait_for http://api:8081/health
wait_for http://web:8080/products
wait_for http://pager:9093/health
