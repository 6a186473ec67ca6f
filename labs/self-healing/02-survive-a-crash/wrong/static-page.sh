#!/bin/bash
# A server that answers 200 to everything, well kept by Swarm.
set -euo pipefail
docker service rm web
until docker service create --detach --no-resolve-image --no-healthcheck --restart-delay 1s --replicas 2 --name web shop-web:1.0 \
  node -e 'require("http").createServer((_, answer) => answer.end("ok")).listen(8080)'; do
  sleep 0.5
done
until curl -fs -m 1 -o /dev/null http://web:8080/health; do sleep 0.5; done
sleep 3
