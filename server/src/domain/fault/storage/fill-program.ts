/** A file system may be filled when it holds no more than this; MiB. */
export const largestFillMib = 256

/**
 * `folder_of(path)`: a folder of the target, opened with the target's root as our own, so that no link leads out of it.
 * `capped(...)` refuses every file system but the target's own tmpfs with a cap: never the host's disk, and no tmpfs that
 * the host or another container has mounted too.
 */
const place = `
import errno
def enter_root(code=3):
    root = os.open('/proc/%d/root' % pid, os.O_PATH | os.O_DIRECTORY)
    if ended(held, 0) or not owns(pid): leave(code, 'gone')
    os.fchdir(root)
    os.chroot('.')
own_fds = os.open('/proc/self/fdinfo', os.O_RDONLY | os.O_DIRECTORY)
mounts, host_mounts = read('/proc/%d/mountinfo' % pid), read('/proc/1/mountinfo')
user = [int(line.split()[1]) for line in read('/proc/%d/status' % pid).splitlines() if line.startswith(('Uid:', 'Gid:'))]
def folder_of(path):
    try: return os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError: leave(refused, 'refused: there is no folder %s in the container' % path)
def mount_of(fd):
    with open(os.open(str(fd), os.O_RDONLY, dir_fd=own_fds)) as lines: text = lines.read()
    number = [line.split()[1] for line in text.splitlines() if line.startswith('mnt_id:')][0]
    for line in mounts.splitlines():
        words = line.split()
        if words[0] == number: return {'device': words[2], 'root': words[3], 'at': words[4], 'options': words[5].split(','), 'type': words[words.index('-') + 1]}
    leave(refused, 'refused: the folder is on no file system of the container')
def capped(path, fd):
    mount, size = mount_of(fd), os.fstatvfs(fd)
    if mount['type'] != 'tmpfs': leave(refused, 'refused: %s is on %s, which is the disk of the host; only a file system with a cap of its own is ever filled: a tmpfs mount or /dev/shm' % (path, mount['type']))
    if not 0 < size.f_blocks * size.f_frsize <= ${largestFillMib} << 20: leave(refused, 'refused: the file system of %s has no cap of ${largestFillMib}Mi or less' % path)
    if 'ro' in mount['options']: leave(refused, 'refused: %s is read-only' % path)
    for line in host_mounts.splitlines():
        words = line.split()
        if words[2] == mount['device'] and cid not in words[4]: leave(refused, 'refused: %s is mounted by the host too' % path)
    if mount['root'] != '/': leave(refused, 'refused: %s is a part of a file system of somebody else' % path)
    return size
def percent(fd):
    size = os.fstatvfs(fd)
    return 100 * (size.f_blocks - size.f_bfree) / size.f_blocks
`

/** $3 path: whether it may be filled, and how full it is. */
export const fillCheckProgram = `${place}
held = target()
enter_root()
fd = folder_of(args[0])
size = capped(args[0], fd)
say('size=%d used=%.1f' % (size.f_blocks * size.f_frsize, percent(fd)))
`

/** $3 path, $4 file name, $5 percent, $6 deadline (epoch ms): fills with one file that belongs to the target's user. */
export const fillProgram = `${place}
held = target()
enter_root()
fd = folder_of(args[0])
size = capped(args[0], fd)
wanted = int(args[2])
in_time(args[3])
before = stamp()
file = os.open(args[1], os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600, dir_fd=fd)
os.fchown(file, *user)
at, most = 0, size.f_blocks * size.f_frsize
for chunk in (1 << 20, 4096):
    try:
        while at < most and (wanted == 100 or percent(fd) + 100 * chunk / most <= wanted):
            os.posix_fallocate(file, at, chunk)
            at += chunk
    except OSError as error:
        if error.errno != errno.ENOSPC: raise
say('before=%d after=%d' % (before, stamp()))
say('bytes=%d' % at)
`

/** $3 path, $4 file name: how full it is, whether the fault's file is there, and whether another 64 KiB can be had. */
export const fillProofProgram = `${place}
held = target()
enter_root()
fd = folder_of(args[0])
try: own = os.stat(args[1], dir_fd=fd, follow_symlinks=False).st_size
except OSError: own = 'absent'
probe = 'ok'
if capped(args[0], fd):
    try:
        file = os.open('.', os.O_TMPFILE | os.O_WRONLY, 0o600, dir_fd=fd)
        os.posix_fallocate(file, 0, 65536)
    except OSError as error: probe = errno.errorcode[error.errno]
say('used=%.1f file=%s probe=%s' % (percent(fd), own, probe))
`

/** $3 path, $4 file name, $5 deadline (epoch ms; 0: now): removes the file, and nothing else. */
export const fillRemoveProgram = `${place}
import stat
held = target(0)
if ended(held, int(args[2]) - stamp()): leave(0, 'gone')
enter_root(0)
try:
    fd = os.open(args[0], os.O_RDONLY | os.O_DIRECTORY)
    if stat.S_ISREG(os.stat(args[1], dir_fd=fd, follow_symlinks=False).st_mode): os.unlink(args[1], dir_fd=fd)
except FileNotFoundError: pass
say('removed')
`
