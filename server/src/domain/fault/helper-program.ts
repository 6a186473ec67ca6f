import { DojoError } from '@noops-dojo/contracts'
import { helperCgroupFolder } from '../ports/index.ts'

/** Said when the fault's own end has come before its beginning: what ends it has gone then, so it must not begin. */
export const tooLate = 'the engine is too slow: the time of the fault was over before it could begin'

/**
 * Python text of the helpers that need system calls. Every program gets the target's container id and host pid first:
 * `$1` and `$2`. `target()` holds the process by a pidfd and then checks that its cgroup names the container, so that a
 * process id that was given to somebody else is never acted upon. A program says `gone` when the target is no more, and
 * `refused: why` when it must not act.
 */
const preamble = `
import ctypes, os, select, signal, sys, time
cid, pid, args = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
refused = 5
libc = ctypes.CDLL(None, use_errno=True)
def stamp(): return int(time.time() * 1000)
def say(text): print(text, flush=True)
def leave(code, text):
    say(text)
    sys.exit(code)
def owns(process):
    try:
        with open('/proc/%d/cgroup' % process) as lines: return cid in lines.read()
    except OSError: return False
def target(code=3):
    try: held = os.pidfd_open(pid)
    except OSError: leave(code, 'gone')
    if len(cid) != 64 or not owns(pid): leave(code, 'gone')
    return held
def in_time(deadline):
    if stamp() > int(deadline) - 500: leave(refused, 'refused: ${tooLate}')
def ended(held, ms): return bool(select.select([held], [], [], max(0, ms) / 1000)[0])
def processes(): return [int(each) for each in os.listdir('/proc') if each.isdigit() and owns(int(each))]
def read(path):
    with open(path) as file: return file.read()
def write(path, text):
    with open(path, 'w') as file: file.write(text)
`

/**
 * `folder(controller)`: the target's own cgroup below the helper's mount, of v1 (a hierarchy for each controller) or
 * v2 (one for all), whatever the engine's driver calls it. Never one that does not name the container.
 */
const cgroups = `
root = '${helperCgroupFolder}'
def folder(controller):
    unified = None
    for line in read('/proc/%d/cgroup' % pid).splitlines():
        number, names, path = line.split(':', 2)
        if controller in names.split(','): return named(root + '/' + controller + path)
        if number == '0': unified = path
    base = root if os.path.exists(root + '/cgroup.controllers') else root + '/unified'
    return named(base + (unified or ''))
def named(path):
    if cid not in path or not os.path.isdir(path): leave(refused, 'refused: the node has no such cgroup: ' + path)
    return path
def is_v1(path, name): return os.path.exists(path + '/' + name)
def counter(path, name, key):
    for line in read(path + '/' + name).splitlines():
        words = line.split()
        if words[0] == key: return int(words[1])
    return 0
`

/** Command line of a helper of the `chaos` image that runs `program` on a target. Arguments are words, never text. */
export const programArgv = (
  program: string,
  victim: { readonly containerId: string; readonly hostPid: number },
  ...args: readonly string[]
): string[] => [
  'python3',
  '-ISB',
  '-c',
  preamble + cgroups + program,
  victim.containerId,
  String(victim.hostPid),
  ...args,
]

/**
 * Gives the output of a program that did its work; throws DojoError FAULT_TARGET_GONE (exit 3), FAULT_INVALID with the
 * program's sentence (exit 5), INTERNAL for the rest.
 */
export const programOutput = (result: { exitCode: number; output: string }, target: string): string => {
  if (result.exitCode === 0) return result.output
  if (result.exitCode === 3)
    throw new DojoError('FAULT_TARGET_GONE', `${target} was gone before the fault could hit it; try again`)
  const refusal = /refused: (.+)/.exec(result.output)?.[1]
  if (result.exitCode === 5 && refusal !== undefined) throw new DojoError('FAULT_INVALID', refusal)
  throw new DojoError(
    'INTERNAL',
    `the fault's helper failed with ${result.exitCode}: ${result.output.slice(-300)}`,
  )
}
