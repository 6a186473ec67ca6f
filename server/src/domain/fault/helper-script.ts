import { DojoError } from '@noops-dojo/contracts'
import { helperEngineSocket } from '../ports/index.ts'
import type { Injection } from './fault.ts'
import { tooLate } from './helper-program.ts'

/**
 * Shell text of the helper containers. Arguments come as `$1`, `$2`…, never pasted into the text. A process is hit
 * only when its cgroup names the victim's container, so that a reused process id cannot hit anything else.
 */
const stamp = 'stamp() { date +%s%3N; }'

const pidsOf = `
pids() {
  for d in /proc/[0-9]*; do
    { while read -r line; do case $line in *"$1"*) echo "\${d#/proc/}"; break ;; esac; done < "$d/cgroup"; } 2>/dev/null
  done
}`

const stateOf = `
state() { { while read -r key value rest; do [ "$key" = State: ] && { echo "$value"; break; }; done < "/proc/$1/status"; } 2>/dev/null; }`

/** $1 container id, $2 host pid: SIGKILL, then wait until the process is gone. Exit 3: not the victim's any more. */
export const killScript = `${stamp}
grep -qs "$1" "/proc/$2/cgroup" || exit 3
before=$(stamp)
kill -KILL "$2" || exit 3
tries=0
while [ $tries -lt 400 ] && grep -qs "$1" "/proc/$2/cgroup"; do sleep 0.005; tries=$((tries + 1)); done
echo "before=$before after=$(stamp)"`

/**
 * $1 container id, $2 deadline: SIGSTOP to all its processes, again until no new one appears. Exit 3: it has none; 4: its
 * end has come before it could begin, so that whoever should end it may have come and gone.
 */
export const stopScript = `${stamp}${pidsOf}${stateOf}
[ "$(date +%s)" -lt "\${2:-9999999999}" ] || exit 4
[ -n "$(pids "$1")" ] || exit 3
before=$(stamp)
for round in 1 2 3 4 5; do
  new=0
  for p in $(pids "$1"); do [ "$(state "$p")" = T ] || { kill -STOP "$p" 2>/dev/null && new=1; }; done
  [ $new = 0 ] && break
done
echo "before=$before after=$(stamp)"`

/** $1 container id: one line with the state letter of each of its processes. */
export const statesScript = `${pidsOf}${stateOf}
for p in $(pids "$1"); do state "$p"; done
exit 0`

const continueAll = `for p in $(pids "$1"); do kill -CONT "$p" 2>/dev/null; done`

/** $1 container id: SIGCONT to all its processes. */
export const continueScript = `${pidsOf}
${continueAll}
exit 0`

/** Waits until $2 (epoch seconds). A restarted helper waits for what is left only. */
export const untilDeadline = 'left=$(($2 - $(date +%s))); [ "$left" -gt 0 ] && sleep "$left"'

/** $1 container id, $2 deadline: the dead man's switch of process.stop. */
export const continueAtDeadlineScript = `${pidsOf}
${untilDeadline}
${continueAll}
exit 0`

/** `call ARGUMENTS-OF-CURL`: asks the engine; the helper needs its socket. */
export const engineCall = `call() { curl -sS --max-time 10 --unix-socket ${helperEngineSocket} "$@"; }`

/** $1 container id, $2 deadline, $3 verb (unpause, start): the dead man's switch of faults that the engine ends. */
export const engineAtDeadlineScript = `${engineCall}
${untilDeadline}
code=$(call -o /dev/null -w '%{http_code}' -X POST "http://engine/containers/$1/$3")
case $code in 2??|304|404|409|500) exit 0 ;; *) exit 1 ;; esac`

/** Command line of a helper that runs `script` with these arguments. */
export const helperArgv = (script: string, ...args: readonly string[]): string[] => [
  'sh',
  '-c',
  script,
  'sh',
  ...args,
]

/** Reads the stamps that a script printed; throws DojoError FAULT_TARGET_GONE for exit 3, FAULT_INVALID for 4, INTERNAL for the rest. */
export const readStamps = (result: { exitCode: number; output: string }, target: string): Injection => {
  const match = /before=(\d+) after=(\d+)/.exec(result.output)
  if (result.exitCode === 0 && match) return { injectedAt: Number(match[1]), effectiveAt: Number(match[2]) }
  if (result.exitCode === 3)
    throw new DojoError('FAULT_TARGET_GONE', `${target} was gone before the fault could hit it; try again`)
  if (result.exitCode === 4) throw new DojoError('FAULT_INVALID', tooLate)
  throw new DojoError(
    'INTERNAL',
    `the fault's helper failed with ${result.exitCode}: ${result.output.slice(0, 300)}`,
  )
}
