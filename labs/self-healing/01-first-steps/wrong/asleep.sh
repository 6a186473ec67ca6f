#!/bin/bash
# Both names exist and something runs, but the shop does not.
set -euo pipefail
docker run --detach --name hello shop-web:1.0 sleep infinity
docker service create --detach --no-resolve-image --no-healthcheck --name web shop-web:1.0 sleep infinity
sleep 3
docker kill "$(docker ps --quiet --filter name=web. | head -n 1)"
