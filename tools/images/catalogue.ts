/** A release of an image: its tag and what the Dockerfile's ARGs are set to. */
export interface ImageTag {
  readonly tag: string
  readonly args?: Readonly<Record<string, string>>
}

export interface ImageDefinition {
  readonly name: string
  /** Folder below images/ with the Dockerfile. */
  readonly folder: string
  readonly tags: readonly ImageTag[]
  /** Names of images of this list that it is made FROM. */
  readonly from?: readonly string[]
  /** Paths of the repository that go into the context under the same name. */
  readonly files?: readonly string[]
  /** npm workspaces whose production packages go into the context as node_modules. */
  readonly workspaces?: readonly string[]
  /** Whether the Node binary that runs this goes into the context as `node`. */
  readonly hasNodeBinary?: boolean
  /** Needed by the hosted shape only (docker-compose.yml). */
  readonly isHosted?: boolean
}

export const namespace = 'noops-dojo'

type ShopService = 'web' | 'api' | 'queue' | 'worker' | 'pager' | 'watch'

const shop = (name: ShopService, port: string, releases: Record<string, string>): ImageDefinition => ({
  name: `shop-${name}`,
  folder: 'shop',
  from: ['node'],
  tags: Object.entries(releases).map(([tag, fault]) => ({
    tag,
    args: { SERVICE: name, VERSION: tag, FAULT: fault, PORT: port },
  })),
})

/** Every image of the platform, each after what it is made from. */
export const images: readonly ImageDefinition[] = [
  { name: 'node', folder: 'node', tags: [{ tag: '24' }], hasNodeBinary: true },
  { name: 'workstation', folder: 'workstation', tags: [{ tag: '0.1' }] },
  { name: 'chaos', folder: 'chaos', tags: [{ tag: '0.1' }] },
  shop('web', '8080', {
    ...{ '1.0': '', '1.1': '', '2.0': 'unhealthy', '2.1': 'exit' },
    ...{ '2.2': 'start:20000', '2.3': 'leak' },
  }),
  shop('api', '8081', { '1.0': '', '1.1': '', '2.0': 'unhealthy' }),
  shop('queue', '8082', { '1.0': '' }),
  shop('worker', '8083', { '1.0': '' }),
  shop('pager', '9093', { '1.0': '' }),
  shop('watch', '9094', { '1.0': '' }),
  {
    name: 'gateway',
    folder: 'gateway',
    tags: [{ tag: '0.1' }],
    from: ['node'],
    files: ['package.json', 'contracts', 'gateway'],
    workspaces: ['gateway'],
  },
  {
    name: 'server',
    folder: 'server',
    tags: [{ tag: '0.1' }],
    from: ['node'],
    files: [
      ...[
        'package.json',
        'contracts',
        'lab-source',
        'chaos-toolkit',
        'guard',
        'cli',
        'labs',
        'prisma',
        'tools',
      ],
      ...['server/package.json', 'server/dist', 'web/build'],
    ],
    workspaces: ['server', 'guard', 'cli'],
    isHosted: true,
  },
  {
    name: 'postgres',
    folder: 'postgres',
    tags: [{ tag: '15' }],
    isHosted: true,
  },
]

/** Gives the wanted images and all they are made from, in building order. Throws for a name that is not in the list. */
export const withParents = (
  names: readonly string[],
  list: readonly ImageDefinition[] = images,
): ImageDefinition[] => {
  const wanted = new Set<string>()
  const add = (name: string) => {
    const definition = list.find((image) => image.name === name)
    if (!definition)
      throw new Error(`There is no image "${name}": use ${list.map((image) => image.name).join(', ')}.`)
    definition.from?.forEach(add)
    wanted.add(name)
  }
  names.forEach(add)
  return list.filter((image) => wanted.has(image.name))
}
