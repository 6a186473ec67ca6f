#!/bin/bash
# A task of web ended by itself, and another one answers. A task that Swarm was asked to replace is only "Shutdown".
. "${0%/*}/result.sh"
states=$(engine service ps --format '{{.CurrentState}}' web) || unmet no-service
grep -Eq '^(Failed|Complete)' <<<"$states" || unmet never-died
grep -q '^Running' <<<"$states" || unmet not-back
curl -fs -m 3 -o /dev/null http://web:8080/health || unmet not-back
