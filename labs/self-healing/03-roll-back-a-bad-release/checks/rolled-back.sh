#!/bin/bash
# The last update of web was rolled back by Swarm, to the end.
. "${0%/*}/result.sh"
state=$(engine service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web) || unmet no-service
[ "$state" != rollback_started ] || unmet still-rolling "$state" rollback_completed
[ "$state" = rollback_completed ] || unmet no-rollback "${state:-no update}" rollback_completed
