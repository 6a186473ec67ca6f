import { checkResultBytes, durationMs } from '@noops-dojo/contracts'
import { labFolder } from '../sandbox/lab/lab-files.ts'
import { type ParamValues, parameterEnv } from '../sandbox/lab/lab-parameters.ts'
import type { Command } from '../ports/engine/sandbox-engine.ts'
import type { ScriptedTask } from './judge-check.ts'

/** Status of the wrapper when the script is not there (a judge that was made anew). */
export const missingScriptExit = 97
/** What a check says on its outputs, for the lab’s author; learners never see it. */
const saidBytes = 2_048

/**
 * Runs one check inside the judge in a single exec. The script’s output goes through `tail`, so a gigabyte of it
 * costs neither disk nor wire; `timeout` ends a script that hangs, and what it left in its process group is killed.
 * The wrapper’s stdout is the result file, cut one byte above its limit so that an oversized one is noticed.
 */
const wrapper = `
script=$1 limit=$2
[ -f "$script" ] && cd ${labFolder} || exit ${missingScriptExit}
dir=$(mktemp -d /tmp/check.XXXXXXXX) || exit 98
export DOJO_RESULT=$dir/result.json
{
  timeout --kill-after=1 "$limit" "$script" </dev/null 2>&1 &
  pid=$!
  wait $pid
  echo $? >"$dir/status"
  kill -KILL -- -$pid 2>/dev/null
} | tail -c ${saidBytes} >"$dir/said"
[ -f "$DOJO_RESULT" ] && head -c ${checkResultBytes + 1} "$DOJO_RESULT"
cat "$dir/said" >&2
read -r status <"$dir/status"
rm -rf "$dir"
exit "\${status:-98}"
`

/** Longer than the script’s own limit: only a judge that does not answer runs into it. */
const graceMs = 5_000

/** The command that runs a task’s check in the judge, with all parameters in its environment, secret ones too. */
export const checkCommand = (task: ScriptedTask, params: ParamValues): Command => {
  const timeoutMs = durationMs(task.check.timeout)
  const script = `${labFolder}/${task.check.run}`
  return {
    argv: ['bash', '-c', wrapper, 'check', script, (timeoutMs / 1000).toFixed(3)],
    env: { ...parameterEnv(params), DOJO_TASK: task.id, DOCKER_HOST: 'unix:///run/dojo/docker.sock' },
    timeoutMs: timeoutMs + graceMs,
    maxOutputBytes: 2 * checkResultBytes,
  }
}
