#!/bin/bash
# A shop that nobody asks how it is, and two minutes for every goodbye: someone's orders once took that long to finish.
set -euo pipefail
. "${0%/*}/wait-for.sh"
docker service create --detach --no-resolve-image --no-healthcheck --name api shop-api:1.0
docker service create --detach --no-resolve-image --no-healthcheck --restart-delay 1s --stop-grace-period 2m --name web shop-web:1.0
wait_for http://api:8081/health
wait_for http://web:8080/health
