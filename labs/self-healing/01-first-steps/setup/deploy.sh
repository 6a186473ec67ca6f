#!/bin/bash
# The shop's api is there from the start; its web is for the learner to put up.
set -euo pipefail
. "${0%/*}/wait-for.sh"
docker service create --detach --no-resolve-image --no-healthcheck --name api shop-api:1.0
wait_for http://api:8081/health
