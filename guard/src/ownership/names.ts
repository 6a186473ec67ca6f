import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import { forbidden, malformed } from '../refusal.ts'

/** The learner's name of the sandbox network, which is `s<id>` in the engine. */
export const sandboxNetwork = 'sandbox'

const shortName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,49}$/
const engineName = /^s[a-z][a-z0-9]{9}(-|$)/
const platformNames = new Set([
  'workstation',
  'judge',
  'gateway',
  'guard',
  'server',
  'registry',
  'localhost',
  'dojo',
  'docker',
  'dojo-gateway',
  'host.docker.internal',
  'gateway.docker.internal',
  'metadata.google.internal',
])

/** Whether a name is one that only the engine's objects bear, as `s<id>-web`. */
export const isEngineName = (name: string): boolean => engineName.test(name)

/**
 * Whether the name belongs to the platform on a sandbox's network: no object and no alias may take it. Of the names that
 * end in `-gateway` only the instance's own do: `api-gateway` is a learner's.
 */
export function isPlatformName(name: string, instance: string): boolean {
  // The engine's DNS knows each name with the network's behind it, too.
  const folded = name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\.s[a-z][a-z0-9]{9}(-[^.]*)?$/, '')
  return (
    platformNames.has(folded) ||
    folded.endsWith('.dojo') ||
    (folded.startsWith(`${instance}-`) && folded.endsWith('-gateway')) ||
    /^s[a-z][a-z0-9]{9}-/.test(folded)
  )
}

/** Translates between the learner's names and the engine's for one sandbox. */
export class Names {
  readonly prefix: string
  readonly network: string
  private readonly instance: string
  private readonly folders: readonly string[]
  private readonly everywhere: RegExp

  constructor({ sandboxId, network, instance, sockets }: GuardPolicy) {
    this.prefix = `s${sandboxId}-`
    this.network = network
    this.instance = instance
    this.folders = Object.values(sockets)
    this.everywhere = new RegExp(`s${sandboxId}[-/]`, 'g')
  }

  /** Gives `name` back. Throws Refusal unless it is one that an object of this sandbox may bear. */
  check(name: string): string {
    if (!shortName.test(name))
      throw malformed(`Invalid name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
    if (isPlatformName(name, this.instance) || isEngineName(name)) throw forbidden(`the name ${name}`)
    return name
  }

  /** `web` → `s<id>-web`. Throws Refusal for a name that may not be used. */
  toEngine(name: string): string {
    return this.prefix + this.check(name)
  }

  /** `s<id>-web` → `web`; the sandbox network → `sandbox`; anything else as it is. */
  toShort(name: string): string {
    if (name === this.network) return sandboxNetwork
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name
  }

  /** Takes the prefix and places on the host out of a sentence of the engine. */
  scrub(text: string): string {
    const said = text
      .replace(this.everywhere, '')
      .replace(/\/(?:var\/lib|run)\/(?:docker|containerd)[^\s"':]*/g, '…')
    // The socket is where the learner mounted it from, and not where the guard keeps it.
    return this.folders.reduce((shown, folder) => shown.replaceAll(folder, '/var/run'), said)
  }
}

const adjectives = ['brave', 'calm', 'clever', 'eager', 'gentle', 'happy', 'keen', 'lucid', 'quiet', 'swift']
const animals = ['badger', 'crane', 'falcon', 'heron', 'lynx', 'marten', 'otter', 'panda', 'robin', 'tern']

/** A name for a container that was not given one, as the engine would make. */
export function randomName(): string {
  const pick = (words: string[]) => words[Math.floor(Math.random() * words.length)]!
  return `${pick(adjectives)}_${pick(animals)}_${Math.random().toString(36).slice(2, 6)}`
}
