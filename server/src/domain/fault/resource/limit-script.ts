import { engineCall, untilDeadline } from '../helper-script.ts'

/**
 * $1 container, $2 deadline (epoch seconds), $3 key of the engine's HostConfig, $4 the fault's value, $5 what the engine
 * is to be told then (JSON): puts a limit back unless somebody has changed it meanwhile. Works in a stopped container too.
 */
export const limitAtDeadlineScript = `${engineCall}
${untilDeadline}
now=$(call -f "http://engine/containers/$1/json") || exit 0
[ "$(printf %s "$now" | jq ".HostConfig.$3")" = "$4" ] || exit 0
code=$(call -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d "$5" "http://engine/containers/$1/update")
case $code in 200|404) exit 0 ;; *) exit 1 ;; esac`

const entry = (controller: string) => `
held = target()
where = folder('${controller}')
def enter(): write(where + '/cgroup.procs', str(os.getpid()))
`

/** Burns in the target's cpu cgroup for a moment: the kernel's own counter says whether that was throttled. */
export const provedThrottle = `${entry('cpu')}
before = counter(where, 'cpu.stat', 'nr_throttled')
burner = os.fork()
if burner == 0:
    libc.prctl(1, signal.SIGKILL)
    enter()
    while True: pass
ended(held, 400)
os.kill(burner, signal.SIGKILL)
os.waitpid(burner, 0)
quota = read(where + '/cpu.cfs_quota_us') if is_v1(where, 'cpu.cfs_quota_us') else read(where + '/cpu.max').split()[0]
say('quota=%s throttled=%d' % (quota.strip(), counter(where, 'cpu.stat', 'nr_throttled') - before))
`

/** Asks the target's pids cgroup for one more process. */
export const provedExhaustion = `${entry('pids')}
say('limit=%s count=%s' % (read(where + '/pids.max').strip(), read(where + '/pids.current').strip()))
enter()
try:
    child = os.fork()
    if child == 0: os._exit(0)
    os.waitpid(child, 0)
    say('fork=ok')
except BlockingIOError: say('fork=EAGAIN')
`

/** What the kernel allows the target's memory cgroup, and what it uses. */
export const provedMemoryLimit = `${entry('memory')}
v1 = is_v1(where, 'memory.limit_in_bytes')
say('limit=%s' % read(where + ('/memory.limit_in_bytes' if v1 else '/memory.max')).strip())
say('usage=%s' % read(where + ('/memory.usage_in_bytes' if v1 else '/memory.current')).strip())
`
