#!/bin/bash
# Everything stays as it is, but the web has nothing to say when the api does not answer.
set -euo pipefail
. "${0%/*}/updated.sh"
docker service update --detach --env-add API_FALLBACK=none web
updated web
