import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages } from '../apt.ts'
import { isInstalled, output, run } from '../command.ts'

export const baseImage = 'debian:bookworm-slim'

/** A registry that said nothing by then will not. A slow but living download is not cut off. */
const firstWordMs = 10_000
const downloadMs = 300_000

const pull = async (signal: AbortSignal | undefined): Promise<boolean> => {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), firstWordMs)
  const result = await run('docker', ['pull', baseImage], {
    signal: signal ? AbortSignal.any([silence.signal, signal]) : silence.signal,
    timeoutMs: downloadMs,
    onLine: (line) => /Pulling|Already exists|Download|digest/i.test(line) && clearTimeout(timer),
  })
  clearTimeout(timer)
  return result.code === 0
}

/** What Debian's own slim image leaves out. */
const leftOut = ['man', 'info', 'locale', 'groff', 'lintian', 'linda'].map(
  (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
)

const makeLocally = async (onLine: (line: string) => void) => {
  if (!(await isInstalled('mmdebstrap'))) await installPackages(['mmdebstrap'], onLine)
  const archive = join(tmpdir(), `noops-dojo-base-${process.pid}.tar`)
  try {
    await output(
      'mmdebstrap',
      [
        '--variant=minbase',
        '--include=ca-certificates',
        '--dpkgopt=path-exclude=/usr/share/doc/*',
        '--dpkgopt=path-include=/usr/share/doc/*/copyright',
        ...leftOut,
        'bookworm',
        archive,
      ],
      { timeoutMs: 600_000, onLine },
    )
    await output('docker', ['import', '--change', 'CMD ["bash"]', archive, baseImage])
  } finally {
    rmSync(archive, { force: true })
  }
}

/**
 * Makes sure that the base image is in the engine: there already, pulled, or made with mmdebstrap under the
 * same name when no registry answers. Gives how it came.
 */
export const ensureBaseImage = async (
  onLine: (line: string) => void = () => {},
  signal?: AbortSignal,
): Promise<'present' | 'pulled' | 'made'> => {
  if ((await run('docker', ['image', 'inspect', baseImage])).code === 0) return 'present'
  if (await pull(signal)) return 'pulled'
  signal?.throwIfAborted()
  await makeLocally(onLine)
  return 'made'
}
