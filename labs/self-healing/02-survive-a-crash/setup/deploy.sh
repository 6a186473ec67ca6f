#!/bin/bash
# One web, and a restart delay of five minutes that nobody remembers.
set -euo pipefail
. "${0%/*}/wait-for.sh"
docker service create --detach --no-resolve-image --no-healthcheck --name api shop-api:1.0
docker service create --detach --no-resolve-image --restart-delay 5m --name web shop-web:1.0
wait_for http://api:8081/health
wait_for http://web:8080/health
