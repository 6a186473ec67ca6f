import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { isInstalled, run } from '../../../../tools/command.ts'
import type { Settings } from '../../launcher/settings.ts'
import { below, missing, ok, type Finding } from './finding.ts'
import { floors, isAtLeast } from './versions.ts'

const gibibyte = 1024 ** 3
const inGib = (bytes: number) => `${(bytes / gibibyte).toFixed(1)} GiB`

/** Whether the running kernel has a module or feature: built in, loaded, or loadable. */
const hasKernelModule = async (name: string, trace: string): Promise<boolean> => {
  if (existsSync(trace)) return true
  if (process.getuid?.() === 0)
    return (await run('modprobe', ['--quiet', name])).code === 0 && existsSync(trace)
  return (await run('modprobe', ['--dry-run', '--quiet', name])).code === 0
}

/** Asks the kernel itself, in a network namespace of its own: a module may be built in and listed nowhere. */
const netemFinding = async (): Promise<Finding> => {
  const canTry = process.getuid?.() === 0 && (await isInstalled('tc')) && (await isInstalled('unshare'))
  if (!canTry) return below('netem', 'not tried', 'Only root can try it, with Debian’s package iproute2.')
  const script = 'ip link add dojo0 type dummy && tc qdisc add dev dojo0 root netem delay 1ms'
  return (await run('unshare', ['--net', 'sh', '-c', script])).code === 0
    ? ok('netem', 'in the kernel')
    : below(
        'netem',
        'not in the kernel',
        'Faults that delay or lose packets are not offered, or are made by other means.',
      )
}

const hasEncryptedOverlays = (): boolean => {
  try {
    return /rfc4106\(gcm\(/.test(readFileSync('/proc/crypto', 'utf8'))
  } catch {
    return false
  }
}

const kernelFindings = async (): Promise<Finding[]> => [
  (await hasKernelModule('ip_vs', '/proc/net/ip_vs'))
    ? ok('IPVS', 'in the kernel')
    : below(
        'IPVS',
        'not in the kernel',
        'Virtual addresses of services do not answer: the dojo uses DNS round robin instead, on every machine alike.',
      ),
  await netemFinding(),
  hasEncryptedOverlays()
    ? ok('encrypted overlay', 'rfc4106(gcm(aes))')
    : below(
        'encrypted overlay',
        'no rfc4106(gcm(aes))',
        'Traffic between nodes is not encrypted: keep to one machine or a trusted network.',
      ),
]

const memoryFinding = (): Finding => {
  const bytes = totalmem()
  if (bytes < 1.5 * gibibyte) return missing('memory', inGib(bytes), 'The platform alone needs about 1 GiB.')
  if (bytes < 3.5 * gibibyte)
    return below('memory', inGib(bytes), 'Enough for a few sandboxes (about 160 MiB each).')
  return ok('memory', inGib(bytes))
}

const diskFinding = (settings: Settings): Finding => {
  let folder = settings.dataDir
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free < 2 * gibibyte)
    return missing('disk', `${inGib(free)} free`, `Images need 2 GiB: make room on ${folder}.`)
  if (free < 6 * gibibyte)
    return below('disk', `${inGib(free)} free`, `Enough for a start; a class wants more on ${folder}.`)
  return ok('disk', `${inGib(free)} free`)
}

/** Gives what there is to say about this machine: tools, kernel, memory, disk. */
export const hostFindings = async (settings: Settings): Promise<Finding[]> => [
  process.platform === 'linux'
    ? ok('system', `Linux, ${process.arch}, ${availableParallelism()} cores`)
    : missing('system', process.platform, 'The dojo runs on Linux: use a virtual machine.'),
  isAtLeast(process.versions.node, floors.node)
    ? ok('node', process.versions.node)
    : missing('node', process.versions.node, `Node ${floors.node} or newer: start this with ./dojo.`),
  (await isInstalled('docker'))
    ? ok('docker client', (await run('docker', ['--version'])).stdout.trim())
    : missing('docker client', 'not installed', '"dojo up" installs it as root.'),
  memoryFinding(),
  diskFinding(settings),
  ...(await kernelFindings()),
]
