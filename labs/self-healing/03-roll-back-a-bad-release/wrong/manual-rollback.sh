#!/bin/bash
# The health check is there, the failed update pauses, and a loop does the rollback by hand.
set -euo pipefail
docker service update --detach --health-cmd healthcheck --health-interval 1s --health-timeout 1s --health-retries 2 web
state() { docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web; }
until [ "$(state)" = completed ]; do sleep 0.5; done
cat >/tmp/on-call.sh <<'LOOP'
#!/bin/bash
while sleep 1; do
  [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' web)" = paused ] &&
    docker service rollback --detach web
done
LOOP
setsid nohup bash /tmp/on-call.sh >/tmp/on-call.log 2>&1 </dev/null &
