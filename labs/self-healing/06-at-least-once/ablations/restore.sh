#!/bin/bash
set -euo pipefail
. "${0%/*}/updated.sh"
docker service rollback --detach queue
updated queue
