#!/bin/bash
# A Swarm service called web runs the shop's web.
. "${0%/*}/result.sh"
engine service inspect --format '{{.ID}}' web >/dev/null || unmet no-service
states=$(engine service ps --filter desired-state=running --format '{{.CurrentState}}' web) || unmet no-service
grep -q '^Running' <<<"$states" || unmet no-replica "${states:-nothing}" 'Running'
curl -fs -m 3 http://web:8080/version | jq -e '.service == "web"' >/dev/null || unmet no-answer
