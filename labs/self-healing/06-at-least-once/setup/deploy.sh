#!/bin/bash
# Orders go web → queue → worker → api. Everything is kept where it is written: in the container.
set -euo pipefail
. "${0%/*}/wait-for.sh"
create() { docker service create --detach --no-resolve-image --no-healthcheck --restart-delay 1s "$@"; }
create --name api shop-api:1.0
create --name queue --env VISIBILITY_MS=5000 shop-queue:1.0
create --name worker --env WORKERS=8 --env MAIL_MS=1200 shop-worker:1.0
create --name web --env QUEUE_URL=http://queue:8082 shop-web:1.0
for service in api:8081 queue:8082 worker:8083 web:8080; do wait_for "http://$service/health"; done
