#!/bin/bash
# A loop that does what a person on call would do. It brings web back, by hand.
cat >/tmp/on-call.sh <<'LOOP'
#!/bin/bash
while sleep 1; do
  curl -fs -m 1 -o /dev/null http://web:8080/health && continue
  docker service update --detach --force web
  # The new task needs some seconds; another update would begin anew.
  sleep 15
done
LOOP
setsid nohup bash /tmp/on-call.sh >/tmp/on-call.log 2>&1 </dev/null &
