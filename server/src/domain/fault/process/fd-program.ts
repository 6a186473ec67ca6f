/**
 * Soft limits of open files (RLIMIT_NOFILE) of all the target's processes. Each is set by a fork with the process's own
 * user and group, for which the kernel asks no capability but those to become that user.
 */
const limits = `
import resource
files = resource.RLIMIT_NOFILE
def soft(process):
    try:
        for line in read('/proc/%d/limits' % process).splitlines():
            if line.startswith('Max open files'): return line.split()[3]
    except OSError: return None
def ids(process, key):
    for line in read('/proc/%d/status' % process).splitlines():
        if line.startswith(key): return [int(word) for word in line.split()[1:4]]
def born(process): return read('/proc/%d/stat' % process).rsplit(')', 1)[1].split()[19]
def limit(process, value):
    try:
        held = os.pidfd_open(process)
        user, group = ids(process, 'Uid:'), ids(process, 'Gid:')
        if not owns(process): return
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setresgid(*group)
                os.setresuid(*user)
                hard = resource.prlimit(process, files)[1]
                resource.prlimit(process, files, (value if hard < 0 else min(value, hard), hard))
            finally: os._exit(0)
        os.waitpid(child, 0)
    except OSError: pass
`

/** Prints \`PID:START=SOFT\` of each process of the target; START is the kernel's own, so that a reused id shows. */
export const fdTableProgram = `${limits}
held = target()
rows = []
for process in processes():
    try: rows.append('%d:%s=%s' % (process, born(process), soft(process)))
    except OSError: pass
say('table ' + ' '.join(sorted(rows)))
`

/** $3 soft limit, $4 deadline (epoch ms): sets it for all processes, and again until none is without it. */
export const fdLimitProgram = `${limits}
held = target()
in_time(args[1])
before = stamp()
for round in range(5):
    left = [each for each in processes() if soft(each) not in (None, args[0])]
    if not left: break
    for each in left: limit(each, int(args[0]))
say('before=%d after=%d' % (before, stamp()))
say('limits %s' % ' '.join(str(soft(each)) for each in processes()))
`

/** $3 the fault's limit, $4 the table before, $5 deadline (epoch ms; 0: now): a younger process gets its main's. */
export const fdRestoreProgram = `${limits}
held = target(0)
if ended(held, int(args[2]) - stamp()): leave(0, 'gone')
before = dict(row.split('=') for row in args[1].split())
main = before.get('%d:%s' % (pid, born(pid)), '1024')
for each in processes():
    if soft(each) != args[0]: continue
    try: limit(each, int(before.get('%d:%s' % (each, born(each)), main)))
    except OSError: pass
say('limits %s' % ' '.join(str(soft(each)) for each in processes()))
`
