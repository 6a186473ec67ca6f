import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { output } from '../../../tools/command.ts'
import { hashFiles, Stamp } from '../../../tools/stamp.ts'

interface Build {
  readonly name: string
  readonly script: string
  /** What it is made from. */
  readonly inputs: readonly string[]
  /** One file of the result: gone means to be made again. */
  readonly result: string
}

const lock = 'package-lock.json'

/** The three things that are made before a start, in their order; scripts of package.json. */
export const builds: Readonly<Record<'generate' | 'server' | 'web', Build>> = {
  generate: {
    name: 'generate',
    script: 'generate',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', 'tools/generate.ts', lock],
    result: 'server/src/adapters/prisma/generated',
  },
  server: {
    name: 'server',
    script: 'build:server',
    inputs: [
      ...['server/src', 'server/tsconfig.json', 'server/package.json', 'contracts/src', 'lab-source/src'],
      ...['prisma', 'nest-cli.json', 'tsconfig.base.json', lock],
    ],
    result: 'server/dist/main.js',
  },
  web: {
    name: 'web',
    script: 'build:web',
    inputs: [
      ...['web/src', 'web/static', 'web/package.json', 'web/tsconfig.json', 'web/vite.config.ts'],
      ...['web/svelte.config.js', 'contracts/src', lock],
    ],
    result: 'web/build',
  },
}

/** Gives the lock of those who make something in the repository's folders. */
export const buildLock = (root: string): string => join(root, '.tools', 'build.lock')

const isInput = (path: string) => !/\.test\.ts$|\/testing\/|\/generated\//.test(path)

const isThere = (path: string) =>
  existsSync(path) && (!path.endsWith('build') || readdirSync(path).length > 0)

/** Gives the hash of what a build is made from. */
export const buildHash = (root: string, build: Build): string => hashFiles(root, build.inputs, isInput)

/** Runs a build unless its result was made from the same inputs. Gives 'built' or 'unchanged'; throws with its output. */
export const ensureBuilt = async (
  root: string,
  build: Build,
  onLine: (line: string) => void,
): Promise<'built' | 'unchanged'> => {
  const stamp = new Stamp(join(root, '.tools/stamps'), build.name)
  const hash = buildHash(root, build)
  if (stamp.isCurrent(hash) && isThere(join(root, build.result))) return 'unchanged'
  await output('npm', ['run', '--silent', build.script], { cwd: root, onLine, timeoutMs: 600_000 })
  stamp.write(hash)
  return 'built'
}
