#!/bin/bash
# A service called web answers.
. "${0%/*}/result.sh"
engine service inspect --format '{{.ID}}' web >/dev/null || unmet no-service
curl -fs -m 3 -o /dev/null http://web:8080/health || unmet no-answer
