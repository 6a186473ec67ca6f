#!/bin/bash
# The worker knows which orders it has booked, as long as it lives.
set -euo pipefail
cd "${0%/*}"
cat >/tmp/handler.mjs <<'HANDLER'
const booked = new Set()
export const handle = async ({ order, api, mail }) => {
  await mail(order, 'We have your order.')
  if (!booked.has(order.key)) await api('POST', '/orders', order)
  booked.add(order.key)
  await mail(order, 'It is on its way.')
}
HANDLER
docker config create handler-set /tmp/handler.mjs
docker service update --detach --mount-add type=volume,source=queue,target=/data queue
docker service update --detach --mount-add type=volume,source=orders,target=/data api
docker service update --detach --config-add source=handler-set,target=/handler.mjs --env-add HANDLER=/handler.mjs worker
. ./updated.sh
for service in queue api worker; do updated "$service"; done
