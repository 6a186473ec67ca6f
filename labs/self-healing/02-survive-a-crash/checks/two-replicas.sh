#!/bin/bash
# Two running tasks of web, and every address behind the name answers as a shop of its own.
. "${0%/*}/result.sh"
states=$(engine service ps --filter desired-state=running --format '{{.CurrentState}}' web) || unmet no-service
running=$(grep -c '^Running' <<<"$states")
((running >= 2)) || unmet one-replica "$running" 2
hosts=$(for address in $(dig +short +time=1 +tries=1 web); do
  curl -fs -m 2 "http://$address:8080/version" | jq -r 'select(.service == "web") | .host'
done | sort -u | wc -l)
((hosts >= 1)) || unmet not-the-shop
((hosts >= 2)) || unmet one-answers "$hosts" 2
