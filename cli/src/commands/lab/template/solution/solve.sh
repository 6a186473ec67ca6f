#!/bin/bash
set -euo pipefail
docker service create --detach --no-resolve-image --name web shop-web:1.0
until curl -fs -m 1 -o /dev/null http://web:8080/health; do sleep 0.5; done
