/**
 * Stressors in the target's own cgroups. Each is a fork that dies with its parent (PR_SET_PDEATHSIG) and by the kernel's
 * timer (SIGALRM) at the deadline: nothing has to be alive to end it. The parent sees the target's end through a pidfd
 * and takes the stressors out at once, or the engine could not remove the target's cgroup. It ends with 0, so that it is
 * started again only when it was killed; then it goes on until the deadline.
 */
const stressors = `
refused = 0
held = target(0)
deadline = int(args[1])
left = deadline - stamp()
if left <= 0: leave(0, 'over')
parent, children = os.getpid(), []
def stressor(work):
    child = os.fork()
    if child:
        children.append(child)
        return
    libc.prctl(1, signal.SIGKILL)
    signal.setitimer(signal.ITIMER_REAL, max(1, deadline - stamp()) / 1000)
    if os.getppid() != parent: os._exit(0)
    try: work()
    except BaseException as error: say(repr(error))
    os._exit(1)
def enter(path): write(path + '/cgroup.procs', str(os.getpid()))
def end(text):
    for child in children: os.kill(child, signal.SIGKILL)
    for child in children: os.waitpid(child, 0)
    leave(0, text)
`

/** $3 run, $4 deadline (epoch ms), $5 workers, $6 load in percent: busy loops in the target's cpu cgroup. */
export const cpuStressProgram = `${stressors}
workers, load = int(args[2]), int(args[3])
paths = {folder('cpu'), folder('cpuacct')}
ready, started = os.pipe()
def burn():
    for path in paths: enter(path)
    os.write(started, b'.')
    busy = 0.02 * load / 100
    while True:
        until = time.monotonic() + busy
        while load == 100 or time.monotonic() < until: pass
        time.sleep(0.02 - busy)
before = stamp()
for each in range(workers): stressor(burn)
for each in range(workers):
    if not select.select([ready], [], [], 5)[0]: end('refused: a stressor did not start')
    os.read(ready, 1)
say('before=%d after=%d' % (before, stamp()))
ended(held, deadline - stamp())
end('over')
`

/** What the machine must keep free when a stressor takes all that its target may have. */
const spareKib = 256 * 1024

/**
 * $3 run, $4 deadline (epoch ms), $5 bytes: takes memory on the target's account until the kernel kills, and holds it.
 * The memory is a file without a name (memfd): it is charged to who wrote it, but belongs to no process's size, so that
 * the kernel picks the application and not our small writer; CAP_SYS_RESOURCE, with which a process makes itself immune,
 * is not to be had everywhere. The file is gone with the helper that holds it. The counter of kills is read while the
 * writer still keeps the dead target's cgroup in being.
 */
export const memoryStressProgram = `${stressors}
import mmap
size, where = int(args[2]), folder('memory')
v1 = is_v1(where, 'memory.limit_in_bytes')
limit = read(where + ('/memory.limit_in_bytes' if v1 else '/memory.max')).strip()
usage = lambda: int(read(where + ('/memory.usage_in_bytes' if v1 else '/memory.current')))
kills = lambda: counter(where, 'memory.oom_control' if v1 else 'memory.events', 'oom_kill')
if limit == 'max' or int(limit) >= 1 << 50: leave(refused, 'refused: the target has no memory limit, so that the stress would hit the whole machine; give it one')
for line in read('/proc/meminfo').splitlines():
    if line.startswith('MemAvailable:'): free = int(line.split()[1]) - ${spareKib}
if min(size, int(limit) - usage()) > free * 1024: leave(refused, 'refused: the machine has too little memory free for this stress')
held_memory = os.memfd_create('stress', 0)
def take():
    enter(where)
    os.execv('/usr/bin/dd', [args[0], 'if=/dev/zero', 'of=/proc/self/fd/%d' % held_memory, 'bs=256K', 'count=%d' % size, 'iflag=count_bytes', 'conv=notrunc', 'status=none'])
os.set_inheritable(held_memory, True)
killed, before, told, lost = kills(), stamp(), False, 0
stressor(take)
while stamp() < deadline:
    is_over = ended(held, 20)
    now = kills()
    done, status = os.waitpid(children[0], os.WNOHANG) if children else (0, 0)
    if done:
        children.clear()
        lost = int(os.WIFSIGNALED(status))
    is_full = os.fstat(held_memory).st_size >= size
    if not told and (now > killed or not children or is_over):
        told = True
        say('before=%d after=%d' % (before, stamp()))
        say('kills=%d usage=%d limit=%s full=%d' % (now - killed - lost, usage(), limit, is_full))
    if is_over: break
end('over')
`

/**
 * $3 run: how many stressors of this run are in the target's cgroup of $4 (cpu or memory), how much CPU time they took
 * together in 0.4 s, and how much the cgroup did.
 */
export const stressProofProgram = `
held = target()
where = folder(args[1])
account = folder('cpuacct')
def ours():
    found = []
    for each in read(where + '/cgroup.procs').split():
        try:
            words = read('/proc/%s/cmdline' % each).split(chr(0))
            if args[0] in words and each != str(os.getpid()): found.append(each)
        except OSError: pass
    return found
def ticks(each):
    try: return sum(map(int, read('/proc/%s/stat' % each).rsplit(')', 1)[1].split()[11:13]))
    except OSError: return 0
def used(): return int(read(account + '/cpuacct.usage')) // 1000 if is_v1(account, 'cpuacct.usage') else counter(account, 'cpu.stat', 'usage_usec')
found = ours()
before, own = used(), sum(map(ticks, found))
ended(held, 400)
hertz = os.sysconf('SC_CLK_TCK')
say('stressors=%d own_ms=%d all_ms=%d' % (len(found), (sum(map(ticks, found)) - own) * 1000 // hertz, (used() - before) // 1000))
`
