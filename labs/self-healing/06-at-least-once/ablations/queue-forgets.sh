#!/bin/bash
# The queue keeps its messages in the container again.
set -euo pipefail
. "${0%/*}/updated.sh"
docker service update --detach --mount-rm /data queue
updated queue
