import type { UsableImage } from '../../ownership/images.ts'
import { list, record, refused, text, type Read } from '../../parse/model.ts'
import type { Sandbox } from '../../sandbox.ts'
import {
  anonymousVolume,
  buildBind,
  buildMount,
  buildTmpfs,
  mountList,
  mountPoint,
  type Mount,
} from '../mounts.ts'

/** The fields of HostConfig that mount something. */
export const mountFields = {
  Binds: list(text(2048), 32),
  Mounts: mountList,
  Tmpfs: record(/^\//, text(256), 8),
  VolumesFrom: list(text(256), 8),
}
type Asked = Partial<Read<typeof mountFields>>

/** The fields of the engine's HostConfig that mount something. */
export type ContainerMounts = { Mounts: Mount[]; Tmpfs: Record<string, string>; VolumesFrom: string[] }

/**
 * Checks what a container mounts and builds the engine's fields. `volumes` are the targets of `-v /data`. Throws Refusal
 * 403 or 404.
 */
export async function planMounts(
  sandbox: Sandbox,
  asked: Asked,
  volumes: string[],
  image: UsableImage,
): Promise<ContainerMounts> {
  const Mounts = [
    ...implicitVolumes(sandbox, asked, volumes, image),
    ...(asked.Binds ?? []).map((bind, index) => buildBind(sandbox, bind, `HostConfig.Binds[${index}]`)),
  ]
  for (const [index, mount] of (asked.Mounts ?? []).entries())
    Mounts.push(await buildMount(sandbox, mount, `HostConfig.Mounts[${index}]`))
  const tmpfs = Object.entries(asked.Tmpfs ?? {}).map(([target, options]) =>
    buildTmpfs(target, options ?? ''),
  )
  checkTargets([...Mounts.map(({ Target }) => Target), ...tmpfs.map(({ target }) => target)])
  return {
    Mounts,
    Tmpfs: Object.fromEntries(tmpfs.map(({ target, options }) => [target, options])),
    VolumesFrom: await volumesFrom(sandbox, asked.VolumesFrom ?? []),
  }
}

/** `-v /data` and the image's own VOLUMEs: labelled by the guard, or the engine would make ownerless ones. */
function implicitVolumes(
  sandbox: Sandbox,
  { Binds, Mounts, Tmpfs }: Asked,
  volumes: string[],
  image: UsableImage,
): Mount[] {
  const named = [
    ...(Binds ?? []).map((bind) => bind.split(':')[1] ?? ''),
    ...(Mounts ?? []).map(({ Target }) => Target ?? ''),
    ...Object.keys(Tmpfs ?? {}),
  ]
  const places = new Set(named.map(mountPoint))
  const targets = new Set([...volumes, ...Object.keys(image.row.Config?.Volumes ?? {})])
  return [...targets]
    .filter((target) => !places.has(mountPoint(target)))
    .map((target) => anonymousVolume(sandbox, target))
}

function checkTargets(targets: string[]): void {
  if (targets.length > 32) throw refused('more than 32 mounts')
  if (new Set(targets).size < targets.length) throw refused('two mounts on one target')
}

async function volumesFrom(sandbox: Sandbox, refs: string[]): Promise<string[]> {
  return Promise.all(
    refs.map(async (ref) => {
      const [name = '', mode = 'rw', ...rest] = ref.split(':')
      if (rest.length > 0 || !['ro', 'rw'].includes(mode)) throw refused(`HostConfig.VolumesFrom ${ref}`)
      return `${(await sandbox.directory.resolve('container', name)).id}:${mode}`
    }),
  )
}
