#!/bin/bash
set -euo pipefail
. "${0%/*}/updated.sh"
docker service rollback --detach web
updated web
