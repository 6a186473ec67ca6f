#!/bin/bash
# No order is booked twice when its message is gone before anything is done.
set -euo pipefail
cd "${0%/*}"
cat >/tmp/handler.mjs <<'HANDLER'
export const handle = async ({ order, api, mail, ack }) => {
  await ack()
  await mail(order, 'We have your order.')
  await api('PUT', `/orders/${order.key}`, order)
  await mail(order, 'It is on its way.')
}
HANDLER
docker config create handler-first /tmp/handler.mjs
docker service update --detach --mount-add type=volume,source=queue,target=/data queue
docker service update --detach --mount-add type=volume,source=orders,target=/data api
docker service update --detach --config-add source=handler-first,target=/handler.mjs --env-add HANDLER=/handler.mjs worker
. ./updated.sh
for service in queue api worker; do updated "$service"; done
