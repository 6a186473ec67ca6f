/**
 * Bandwidth of the target's blkio (v1) or io (v2) cgroup for the whole disks of the node. `devices()` are those; a limit
 * is kept as `read/write` in bytes a second, 0 for none. Only the target's own cgroup is written.
 */
const bandwidth = `
def devices():
    skipped = ('loop', 'ram', 'zram', 'sr', 'fd', 'nbd')
    return sorted(read('/sys/block/' + name + '/dev').strip() for name in os.listdir('/sys/block') if not name.startswith(skipped))
def place():
    v1 = any('blkio' in line.split(':')[1].split(',') for line in read('/proc/%d/cgroup' % pid).splitlines())
    where = folder('blkio' if v1 else 'io')
    if not is_v1(where, 'blkio.throttle.read_bps_device' if v1 else 'io.max'): leave(refused, 'refused: this kernel cannot throttle the disks of a container')
    return where, v1
def value(path, device, key=None):
    for line in read(path).splitlines():
        words = line.split()
        if not words or words[0] != device: continue
        text = words[1] if key is None else dict(word.split('=') for word in words[1:]).get(key, 'max')
        return 0 if text == 'max' else int(text)
    return 0
def now(where, v1, device):
    if v1: return tuple(value(where + '/blkio.throttle.%s_bps_device' % verb, device) for verb in ('read', 'write'))
    return value(where + '/io.max', device, 'rbps'), value(where + '/io.max', device, 'wbps')
def limit(where, v1, device, pair):
    if v1:
        for verb, rate in zip(('read', 'write'), pair): write(where + '/blkio.throttle.%s_bps_device' % verb, '%s %d' % (device, rate))
    else: write(where + '/io.max', '%s rbps=%s wbps=%s' % (device, *(rate or 'max' for rate in pair)))
def table(): return ' '.join('%s=%d/%d' % (device, *now(*place(), device)) for device in devices())
def rows(text): return [(device, tuple(map(int, pair.split('/')))) for device, pair in (word.split('=') for word in text.split())]
`

/** Prints the table of limits: `254:0=0/0`. */
export const ioTableProgram = `${bandwidth}
held = target()
say('table ' + table())
`

/** $3 rate in bytes a second, $4 the table before, $5 deadline (epoch ms): lowers each disk to the rate. */
export const ioThrottleProgram = `${bandwidth}
held = target()
where, v1 = place()
in_time(args[2])
before = stamp()
for device, pair in rows(args[1]): limit(where, v1, device, (int(args[0]), int(args[0])))
say('before=%d after=%d' % (before, stamp()))
`

/** $3 rate, $4 the table before, $5 deadline (epoch ms; 0: now): puts back what still has the fault's rate. */
export const ioRestoreProgram = `${bandwidth}
held = target(0)
if ended(held, int(args[2]) - stamp()): leave(0, 'gone')
where, v1 = place()
rate = int(args[0])
for device, pair in rows(args[1]):
    if now(where, v1, device) == (rate, rate): limit(where, v1, device, pair)
say('table ' + table())
`

/**
 * $3 rate: reads for about half a second past the page cache, on the target's account, from a file of the helper's own
 * image: the target's files are not touched.
 */
export const ioProofProgram = `${bandwidth}
import mmap
held = target()
where, v1 = place()
rate = int(args[0])
source = os.open(os.path.realpath(sys.executable), os.O_RDONLY | os.O_DIRECT)
block = 65536
blocks = max(4, min(os.fstat(source).st_size // block, rate // 2 // block))
buffer = mmap.mmap(-1, block)
write(where + '/cgroup.procs', str(os.getpid()))
began = time.monotonic()
for each in range(blocks): os.preadv(source, [buffer], each * block)
took = time.monotonic() - began
say('table ' + table())
say('bytes=%d ms=%d' % (blocks * block, took * 1000))
`
