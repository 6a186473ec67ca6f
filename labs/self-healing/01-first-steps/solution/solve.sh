#!/bin/bash
set -euo pipefail
docker run --detach --name hello shop-web:1.0
docker service create --detach --no-resolve-image --name web shop-web:1.0
until curl -fs -m 1 -o /dev/null http://web:8080/health; do sleep 0.5; done
# The checks look once a second; give them the time to see hello and web before web dies.
sleep 5
docker kill "$(docker ps --quiet --filter name=web. | head -n 1)"
