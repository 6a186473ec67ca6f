/**
 * The flag of one mount in the target's mount namespace (MS_REMOUNT | MS_BIND): nobody else's mount of the same file
 * system changes. The mount is known by its place and its id, and the other flags are kept as they are.
 */
const mount = `
import errno
flags = {'ro': 1, 'nosuid': 2, 'nodev': 4, 'noexec': 8, 'noatime': 1024, 'nodiratime': 2048, 'relatime': 1 << 21}
remount, bind, new_mounts = 32, 4096, 0x20000
def entry(at):
    found = None
    for line in read('/proc/%d/mountinfo' % pid).splitlines():
        words = line.split()
        if words[4] == at: found = {'id': words[0], 'options': words[5].split(',')}
    return found
def enter(code=3):
    space = os.open('/proc/%d/ns/mnt' % pid, os.O_RDONLY)
    if ended(held, 0) or not owns(pid): leave(code, 'gone')
    if libc.setns(space, new_mounts): raise OSError(ctypes.get_errno(), 'setns')
def set_flags(at, options):
    wanted = sum(flags[option] for option in options if option in flags)
    if libc.mount(None, at.encode(), None, ctypes.c_ulong(remount | bind | wanted), None): return ctypes.get_errno()
    return 0
def probe(at):
    try: os.close(os.open(at + '/.noops-dojo-probe', os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error: return errno.errorcode[error.errno]
    os.unlink(at + '/.noops-dojo-probe')
    return 'ok'
`

/** $3 mount point: prints its mount and whether it is writable. */
export const mountProgram = `${mount}
held = target()
found = entry(args[0])
if not found: leave(refused, 'refused: %s is no mount point of the container' % args[0])
say('mount=%s mode=%s' % (found['id'], 'ro' if 'ro' in found['options'] else 'rw'))
`

/** $3 mount point, $4 id of the mount, $5 deadline (epoch ms): makes it read-only. */
export const readonlyProgram = `${mount}
held = target()
found = entry(args[0])
if not found or found['id'] != args[1]: leave(3, 'gone')
enter()
in_time(args[2])
before = stamp()
failure = set_flags(args[0], ['ro'] + found['options'])
if failure == errno.EBUSY: leave(refused, 'refused: a process holds a file on %s open for writing; it cannot be made read-only' % args[0])
if failure: leave(refused, 'refused: the kernel does not make %s read-only: %s' % (args[0], os.strerror(failure)))
say('before=%d after=%d probe=%s' % (before, stamp(), probe(args[0])))
`

/** $3 mount point: tries to write there. */
export const writeProbeProgram = `${mount}
held = target()
enter()
say('probe=%s' % probe(args[0]))
`

/** $3 mount point, $4 id of the mount, $5 deadline (epoch ms; 0: now): makes it writable again. */
export const writableProgram = `${mount}
held = target(0)
if ended(held, int(args[2]) - stamp()): leave(0, 'gone')
found = entry(args[0])
if not found or found['id'] != args[1]: leave(0, 'gone')
enter(0)
failure = set_flags(args[0], [option for option in found['options'] if option != 'ro'])
if failure: leave(1, os.strerror(failure))
say('writable')
`
