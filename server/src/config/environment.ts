import { availableParallelism, freemem, homedir, userInfo } from 'node:os'
import { isIP } from 'node:net'
import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'

/** Root of the repository (or of the image): the same number of folders above `src/` and `dist/`. */
export const projectRoot = resolve(import.meta.dirname, '../../..')

const defaultData = () =>
  userInfo().uid === 0 ? '/var/lib/noops-dojo' : join(homedir(), '.local/share/noops-dojo')

/** A lab sandbox takes about 160 MiB and a tenth of a core while it is used; half of the machine stays free. */
const defaultMaxSandboxes = () =>
  Math.max(2, Math.min(Math.floor(freemem() / 2 / 167_772_160), availableParallelism() * 15))

const whole = (sentence: string, min: number, max: number) =>
  z.coerce.number(sentence).int(sentence).min(min, sentence).max(max, sentence)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'each must be an origin like https://dojo.example',
  )
/** What Express takes for its setting `trust proxy`, without its names of whole private networks: learners sit in those. */
const isProxy = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/')
  if (text === 'loopback') return true
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return false
  return (
    bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128))
  )
}
const proxy = z
  .string()
  .refine(
    isProxy,
    'each must be loopback, an address or a subnet like 172.18.0.0/16: where the proxy asks from',
  )
const absolute = (path: string): string => resolve(path)
const onOff = (sentence: string) => z.enum(['on', 'off'], sentence).transform((value) => value === 'on')

/** Every environment variable that the server reads, with the sentence that a bad value gets. */
export const environmentSchema = z.object({
  DOJO_DATA: z
    .string()
    .refine(isAbsolute, 'must be an absolute path: it is mounted into containers')
    .default(defaultData),
  DOJO_INSTANCE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be 1–31 characters a-z, 0-9 and -, and start with a letter')
    .default('dojo'),
  DOJO_HOST: z.string().min(1, 'must be an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  DOJO_PORT: whole('must be a port number, 0 to 65535 (0: any free one)', 0, 65_535).default(7420),
  DOJO_ORIGINS: list.pipe(z.array(origin)).default([]),
  DOJO_TRUST_PROXY: list.pipe(z.array(proxy)).default([]),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a PostgreSQL address: postgresql://user:password@host:5432/name')
    .optional(),
  DOJO_TLS_CERT: z.string().optional(),
  DOJO_TLS_KEY: z.string().optional(),
  DOCKER_SOCKET: z
    .string()
    .refine(isAbsolute, 'must be the absolute path of a socket')
    .default('/var/run/docker.sock'),
  DOJO_LABS: z.string().transform(absolute).default(join(projectRoot, 'labs')),
  DOJO_WEB: z.string().transform(absolute).default(join(projectRoot, 'web/build')),
  DOJO_MAX_SANDBOXES: whole('must be a whole number from 1 to 100000', 1, 100_000).default(
    defaultMaxSandboxes,
  ),
  DOJO_PROVISION_CONCURRENCY: whole('must be a whole number from 1 to 64', 1, 64).default(4),
  DOJO_POOL: onOff('must be on or off').default(true),
  DOJO_LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  DOJO_GATEWAY_ADDRESS: z
    .string()
    .refine((text) => URL.canParse(text), 'must be the address of the gateway: http://gateway:7430')
    .optional(),
  DOJO_PREPARE_MS: whole('must be milliseconds, 1000 to 3600000', 1000, 3_600_000).default(300_000),
})
export type Environment = z.infer<typeof environmentSchema>
