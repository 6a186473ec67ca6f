import type { Json } from '../parse/json.ts'
import { list, object, integer, record, refused, text, wrong, type Model } from '../parse/model.ts'
import { isReserved } from '../ownership/labels.ts'

const second = 1_000_000_000

/** Labels of a learner: free, but none of the platform's or Swarm's. */
export const labels: Model<Record<string, string> | undefined> = (value, path) => {
  const read = record(/^[^\0]{1,256}$/, text(8192))(value, path)
  if (!read) return undefined
  const out: Record<string, string> = {}
  for (const [key, content] of Object.entries(read)) {
    if (isReserved(key)) throw refused(`the label ${key}`)
    out[key] = content ?? ''
  }
  return out
}

/** A list of strings, or Go's strslice shorthand of one string. */
export const words: Model<string[] | undefined> = (value, path) => {
  if (typeof value === 'string') return [text(65536)(value, path)!]
  return list(text(65536))(value, path)
}

export const environment = list(text(32768), 512)

/** Durations in nanoseconds: 0 means the image's default, else at least `floor` and at most a day. */
export function duration(floor: number): Model<number | undefined> {
  return (value, path) => {
    const read = integer(0, 86_400 * second)(value, path)
    if (read !== undefined && read !== 0 && read < floor)
      throw refused(`${path} of ${read} ns (at least ${floor} ns)`)
    return read
  }
}

/** A health check may run once a second at most: each run is an exec in the daemon. */
export const healthcheck = object({
  Test: list(text(8192), 64),
  Interval: duration(second),
  Timeout: duration(1_000_000),
  StartPeriod: duration(1_000_000),
  StartInterval: duration(second),
  Retries: integer(0, 1000),
})

/** An absolute, clean path inside a container. Throws Refusal 403 otherwise. */
export function cleanPath(path: string, value: string): string {
  const isClean = value.startsWith('/') && !value.split('/').some((part) => part === '.' || part === '..')
  if (!isClean || value.includes('//') || value.length > 1024)
    throw refused(`${path} ${JSON.stringify(value)}`)
  return value
}

/** A working directory: never below /proc (CVE-2024-21626). */
export const workingDir: Model<string | undefined> = (value, path) => {
  const read = text(1024)(value, path)
  if (!read) return read
  cleanPath(path, read)
  if (/^\/proc(\/|$)/.test(read)) throw refused(`${path} ${read}`)
  return read
}

/** A user or `user:group` inside the container. */
export const user = text(128, /^[A-Za-z0-9_.:-]+$/)
export const hostname = text(63, /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/)
/** A name in /etc/hosts. Compose's services have underscores in theirs. */
export const hostName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,252}$/
const signalName = text(20, /^(SIG)?[A-Z][A-Z0-9+-]{1,12}$|^[1-9]$|^[1-5]\d$|^6[0-4]$/i)
/** A signal by name or number; the engine takes names in either case. */
export const signal: Model<string | undefined> = (value, path) => signalName(value, path)?.toUpperCase()

/** What `docker run --cpus` itself names as the least. */
const leastNanoCpus = 10_000_000

/**
 * A share of processors in 1e-9; 0 is the default. The engine makes whole microseconds in 100 ms of it, and a share that
 * comes out as 0 is no limit at all. Throws Refusal 403.
 */
export function nanoCpus(cpus: number): Model<number | undefined> {
  return (value, path) => {
    const read = integer(0, Math.round(cpus * 1e9))(value, path)
    if (read) checkNanoCpus(path, read)
    return read
  }
}

/** Gives the share back. Throws Refusal 403 for one that the engine would take for none. */
export function checkNanoCpus(path: string, share: number): number {
  if (share < leastNanoCpus) throw refused(`${path} of ${share / 1e9} processors (at least 0.01)`)
  return share
}

/**
 * The four numbers of an IPv4 address in its one spelling, or null. A zero in front makes another spelling of the same
 * address (which no comparison of texts finds), and octal to some readers.
 */
export function octetsOf(address: string): number[] | null {
  const parts = address.split('.')
  const isAddress = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))
  const octets = isAddress ? parts.map(Number) : []
  return isAddress && octets.every((octet) => octet <= 255) ? octets : null
}

/** An IPv4 address that a learner may name: private, and no link-local, loopback or metadata address. */
export function checkPrivateAddress(path: string, address: string): string {
  const octets = octetsOf(address)
  const [a = 0, b = 0] = octets ?? []
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168)
  if (!octets || !isPrivate) throw refused(`${path} ${address}`)
  return address
}

/** An address that a learner may write into /etc/hosts: any but link-local (metadata), 0/8 and multicast. */
export function checkHostAddress(path: string, address: string): string {
  const octets = octetsOf(address)
  const [a = 0, b = 0] = octets ?? []
  if (!octets || a === 0 || a >= 224 || (a === 169 && b === 254)) throw refused(`${path} ${address}`)
  return address
}

/** Log options that ask for no more than the guard gives. */
export const logOptions = object({
  'max-size': text(8, /^([1-9]\d{0,2}k|[1-9]m|10m)$/i),
  'max-file': text(1, /^[1-3]$/),
})

const ceilings: Record<string, number> = { nofile: 65536, nproc: 4096, core: 0, stack: 67_108_864 }

/** Resource limits of processes, under a ceiling each. */
export const ulimits: Model<{ Name: string; Soft: number; Hard: number }[] | undefined> = (value, path) => {
  const read = list(object({ Name: text(16), Soft: integer(0, 2 ** 40), Hard: integer(0, 2 ** 40) }), 8)(
    value,
    path,
  )
  return read?.map(({ Name, Soft, Hard }, index) => {
    const ceiling = Object.hasOwn(ceilings, Name ?? '') ? ceilings[Name!]! : -1
    const hard = Hard ?? Soft ?? 0
    const soft = Soft ?? hard
    if (hard > ceiling || soft > hard) throw refused(`${path}[${index}] ${Name}=${soft}:${hard}`)
    return { Name: Name!, Soft: soft, Hard: hard }
  })
}

/** A capability list within the policy's, compared upper-cased and without CAP_. `ALL` is no name. */
export function capabilities(allowed: readonly string[]): Model<string[] | undefined> {
  const known = new Set(allowed.map(bare))
  return (value: Json | undefined, path: string) => {
    const read = list(text(40), 64)(value, path)
    return read?.map((name, index) => {
      const plain = bare(name)
      if (!known.has(plain)) throw refused(`${path}[${index}] ${name}`)
      return plain
    })
  }
}

export const bare = (name: string) => name.toUpperCase().replace(/^CAP_/, '')

/** Names of capabilities to drop: anything that looks like one. The guard drops all in any case. */
export const droppedCapabilities: Model<string[] | undefined> = (value, path) => {
  const read = list(text(40), 64)(value, path)
  for (const name of read ?? [])
    if (!/^[A-Za-z_]+$/.test(name)) throw wrong(path, 'a capability name is expected')
  return read?.map(bare)
}
