#!/bin/bash
# The queue is where messages must not get lost, is it not?
set -euo pipefail
cd "${0%/*}"
docker service update --detach --mount-add type=volume,source=queue,target=/data queue
. ./updated.sh
updated queue
