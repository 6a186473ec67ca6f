#!/bin/bash
# A container called hello runs the shop's web.
. "${0%/*}/result.sh"
running=$(engine inspect --type container --format '{{.State.Running}}' hello) || unmet no-container
[ "$running" = true ] || unmet not-running
curl -fs -m 3 http://hello:8080/version | jq -e '.service == "web"' >/dev/null || unmet no-answer
