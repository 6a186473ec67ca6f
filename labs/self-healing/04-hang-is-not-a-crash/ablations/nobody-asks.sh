#!/bin/bash
# Everything stays as it is, but nobody asks any more.
set -euo pipefail
. "${0%/*}/updated.sh"
docker service update --detach --no-healthcheck web
updated web
