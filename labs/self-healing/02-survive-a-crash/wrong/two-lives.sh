#!/bin/bash
# Two replicas, but the restart delay stays at five minutes.
set -euo pipefail
docker service scale --detach web=2
until [ "$(docker service ps --filter desired-state=running --format '{{.CurrentState}}' web | grep -c ^Running)" = 2 ]; do
  sleep 0.5
done
# The checks look once a second; give them the time to see both.
sleep 4
