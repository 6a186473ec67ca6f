import { engineLabels } from '../../sandbox/engine-names.ts'
import { engineCall } from '../helper-script.ts'

/**
 * $1 container (the first victim), $2 its name or, of a task, the name of its slot (`web.1`), $3 sandbox, $4 deadline
 * (epoch ms), $5 gap (ms), $6 number of kills. Kill k is due at the helper's first start + k × gap, and at the latest
 * just before the next one: what runs there then is killed once. All is said before it is done, and a helper that was
 * killed and starts again reads what it has said (its host name is its id): it never adds a kill.
 * A container is hit only when it carries the sandbox's label and the learner's role, and its process names it.
 */
export const crashLoopScript = `${engineCall}
stamp() { date +%s%3N; }
nap() { [ "$1" -gt 0 ] && sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"; }
filters=$(jq -cn --arg s "${engineLabels.sandbox}=$3" --arg r "${engineLabels.role}=learner" '{label: [$s, $r], status: ["running"]}')
victim() {
  call -f -G --data-urlencode "filters=$filters" http://engine/containers/json |
    jq -r --arg name "/$2" 'map(select(.Names[] | . == $name or startswith($name + "."))) | .[0].Id // empty'
}
hit() {
  id=$(victim "$@")
  [ -n "$id" ] || return 1
  pid=$(call -f "http://engine/containers/$id/json" | jq -r .State.Pid)
  [ "\${pid:-0}" -gt 1 ] && [ "$id:$pid" != "$last" ] && grep -qs "$id" "/proc/$pid/cgroup" || return 1
  echo "kill=$k"
  before=$(stamp)
  kill -KILL "$pid" 2>/dev/null || return 1
  tries=0
  while [ $tries -lt 400 ] && grep -qs "$id" "/proc/$pid/cgroup"; do sleep 0.005; tries=$((tries + 1)); done
  last=$id:$pid
  echo "killed before=$before after=$(stamp) pid=$pid"
}
said() { call -f "http://engine/containers/$(cat /etc/hostname)/logs?stdout=1"; }
last=
start=$(said | grep -aom1 'start=[0-9]*' | cut -d = -f 2)
[ -n "$start" ] || { start=$(stamp); echo "start=$start"; }
k=0
while [ $k -lt "$6" ]; do
  due=$((start + k * $5))
  k=$((k + 1))
  [ "$(stamp)" -ge $((due + $5)) ] && continue
  said | grep -aqx ".*kill=$k" && continue
  nap $((due - $(stamp)))
  [ "$(stamp)" -lt "$4" ] || break
  until hit "$@"; do
    [ "$(stamp)" -ge $((due + $5)) ] && break
    sleep 0.05
  done
done
echo over`
