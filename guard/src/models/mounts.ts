import { bool, integer, list, object, oneOf, refused, text, zero, absent, type Read } from '../parse/model.ts'
import { ownerLabels } from '../ownership/labels.ts'
import type { Sandbox } from '../sandbox.ts'
import { cleanPath, labels } from './fields.ts'

/** Paths under which clients expect the engine's socket; they become this sandbox's guarded one. Exact matches only. */
const socketPaths = new Set(['/var/run/docker.sock', '/run/docker.sock', '/run/dojo/docker.sock'])
export const isSocketPath = (path: string) => socketPaths.has(path)
/** Read and dropped: they mean something to Docker Desktop. */
const consistencies = ['consistent', 'cached', 'delegated']
const maxMounts = 32
const tmpfsBytes = 64 * 1024 * 1024

export const mountModel = object({
  Type: oneOf('volume', 'tmpfs', 'bind', 'image'),
  Source: text(1024),
  Target: text(1024),
  ReadOnly: bool,
  Consistency: oneOf('', 'default', 'consistent', 'cached', 'delegated'),
  BindOptions: object({
    Propagation: oneOf('', 'rprivate'),
    NonRecursive: zero,
    CreateMountpoint: zero,
    ReadOnlyNonRecursive: zero,
    ReadOnlyForceRecursive: zero,
  }),
  VolumeOptions: object({
    NoCopy: bool,
    Labels: labels,
    DriverConfig: object({ Name: oneOf('', 'local'), Options: zero }),
    Subpath: text(255, /^(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.-]+)*$/),
  }),
  ImageOptions: absent,
  TmpfsOptions: object({ SizeBytes: integer(0, 256 * 1024 * 1024), Mode: integer(0, 0o1777), Options: zero }),
  ClusterOptions: absent,
})
export const mountList = list(mountModel, maxMounts)
type MountInput = NonNullable<Read<typeof mountModel>>

/** A mount as the guard sends it. */
export type Mount = {
  Type: 'volume' | 'tmpfs' | 'bind' | 'image'
  Source?: string
  Target: string
  ReadOnly?: boolean
  VolumeOptions?: { NoCopy?: boolean; Labels: Record<string, string>; Subpath?: string }
  TmpfsOptions?: { SizeBytes: number; Mode?: number }
}

/** Checks one `Mounts` entry and gives the canonical one. Throws Refusal 403. */
export async function buildMount(sandbox: Sandbox, input: MountInput, path: string): Promise<Mount> {
  const Target = checkTarget(path, input.Target)
  const common = { Target, ...(input.ReadOnly ? { ReadOnly: true } : {}) }
  if (input.Type !== 'volume' && input.VolumeOptions) throw refused(`${path}.VolumeOptions`)
  if (input.Type !== 'tmpfs' && input.TmpfsOptions) throw refused(`${path}.TmpfsOptions`)
  switch (input.Type) {
    case 'volume':
      return { ...volume(sandbox, input.Source ?? '', input.VolumeOptions), ...common }
    case 'tmpfs':
      if (input.Source) throw refused(`${path}.Source`)
      return { Type: 'tmpfs', ...common, TmpfsOptions: tmpfs(input.TmpfsOptions) }
    case 'bind':
      return { ...socket(sandbox, input.Source ?? '', path), ...common }
    case 'image': {
      const image = await sandbox.images.resolve(input.Source ?? '')
      return { Type: 'image', Source: image.id, Target, ReadOnly: true }
    }
    default:
      throw refused(`${path}.Type`)
  }
}

/** Checks one `Binds` entry (`name:/target[:options]`) and gives it as a mount. Throws Refusal 403. */
export function buildBind(sandbox: Sandbox, bind: string, path: string): Mount {
  const [source = '', target, options = '', ...rest] = bind.split(':')
  if (!target || rest.length > 0) throw refused(`${path} ${JSON.stringify(bind)}`)
  const flags = options === '' ? [] : options.split(',')
  if (flags.some((flag) => flag.toLowerCase() === 'z'))
    throw refused(
      `${path} ${JSON.stringify(bind)}: a label for SELinux (leave the z out: a volume needs none)`,
    )
  if (flags.some((flag) => !['ro', 'rw', 'nocopy', ...consistencies].includes(flag)))
    throw refused(`${path} ${JSON.stringify(bind)}`)
  const common = { Target: checkTarget(path, target), ...(flags.includes('ro') ? { ReadOnly: true } : {}) }
  if (source.startsWith('/')) return { ...socket(sandbox, source, path), ...common }
  if (source === '' || source.startsWith('.')) throw refused(`${path} ${JSON.stringify(bind)}`)
  return { ...volume(sandbox, source, { NoCopy: flags.includes('nocopy') }), ...common }
}

/** An anonymous volume, labelled, so that it is counted and removed with its container. */
export function anonymousVolume(sandbox: Sandbox, target: string): Mount {
  return { ...volume(sandbox, '', undefined), Target: checkTarget('Volumes', target) }
}

/**
 * `Tmpfs` of HostConfig: path → options, written anew with a size. It stays out of `Mounts`: engines look for the volume
 * of a mounted tmpfs when `--volumes-from` names its container. Throws Refusal 403 for options that could weaken it.
 */
export function buildTmpfs(target: string, options: string): { target: string; options: string } {
  let SizeBytes = tmpfsBytes
  let ReadOnly = false
  let Mode: number | undefined
  for (const flag of options === '' ? [] : options.split(',')) {
    const size = /^size=(\d{1,9})([kmKM]?)$/.exec(flag)
    const mode = /^mode=(0?[01]?[0-7]{3})$/.exec(flag)
    if (size) SizeBytes = Number(size[1]) * ({ k: 1024, m: 1024 * 1024 }[size[2]!.toLowerCase()] ?? 1)
    else if (mode) Mode = parseInt(mode[1]!, 8)
    else if (flag === 'ro') ReadOnly = true
    else if (!['rw', 'nosuid', 'nodev', 'noexec'].includes(flag)) throw refused(`Tmpfs option ${flag}`)
  }
  if (SizeBytes > tmpfsBytes || SizeBytes < 4096) throw refused(`Tmpfs size ${SizeBytes}`)
  const mode = Mode === undefined ? [] : [`mode=${Mode.toString(8)}`]
  const written = [ReadOnly ? 'ro' : 'rw', 'noexec', 'nosuid', 'nodev', `size=${SizeBytes}`, ...mode]
  return { target: checkTarget('Tmpfs', target), options: written.join(',') }
}

/** Names of the volumes among mounts; '' stands for an anonymous one. */
export const volumesOf = (mounts: Mount[]): string[] =>
  mounts.flatMap((mount) => (mount.Type === 'volume' ? [mount.Source ?? ''] : []))

function tmpfs(options: MountInput['TmpfsOptions']): { SizeBytes: number; Mode?: number } {
  const SizeBytes = options?.SizeBytes || tmpfsBytes
  if (SizeBytes > tmpfsBytes) throw refused(`TmpfsOptions.SizeBytes ${SizeBytes}`)
  return { SizeBytes, ...(options?.Mode !== undefined ? { Mode: options.Mode } : {}) }
}

function volume(
  sandbox: Sandbox,
  source: string,
  options: MountInput['VolumeOptions'] | { NoCopy: boolean },
): Mount {
  const Labels = { ...(options && 'Labels' in options ? options.Labels : {}), ...ownerLabels(sandbox.policy) }
  // An anonymous volume's name, as the engine made it, comes back in an update of a service or a compose file.
  const isEngineMade = /^[0-9a-f]{64}$/.test(source)
  const Source = source === '' || isEngineMade ? '' : sandbox.names.toEngine(source)
  const NoCopy = options?.NoCopy ? { NoCopy: true } : {}
  const Subpath = options && 'Subpath' in options && options.Subpath ? { Subpath: options.Subpath } : {}
  const VolumeOptions = { ...NoCopy, ...Subpath, Labels }
  return { Type: 'volume', ...(Source ? { Source } : {}), Target: '', VolumeOptions }
}

function socket(sandbox: Sandbox, source: string, path: string): Mount {
  if (!socketPaths.has(source)) throw refused(`${path}: a bind of the host path ${JSON.stringify(source)}`)
  return { Type: 'bind', Source: `${sandbox.policy.sockets.learner}/docker.sock`, Target: '' }
}

/** A target as the engine compares it: `/data/` and `/data` are one place. */
export const mountPoint = (target: string): string => target.replace(/(?<=.)\/$/, '')

function checkTarget(path: string, target: string | undefined): string {
  const clean = cleanPath(`${path} target`, target ?? '')
  if (clean === '/' || /^\/(proc|sys|dev)(\/|$)/.test(clean)) throw refused(`${path} target ${clean}`)
  return mountPoint(clean)
}
