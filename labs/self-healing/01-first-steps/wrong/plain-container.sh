#!/bin/bash
# A container called web: it answers like a service, until it dies.
set -euo pipefail
docker run --detach --name hello shop-web:1.0
docker run --detach --name web shop-web:1.0
until curl -fs -m 1 -o /dev/null http://web:8080/health; do sleep 0.5; done
sleep 3
docker kill web
