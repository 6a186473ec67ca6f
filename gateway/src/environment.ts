import { readFileSync } from 'node:fs'
import { z } from 'zod'

const schema = z.object({
  DOJO_GATEWAY_TOKEN: z.string().min(16, 'DOJO_GATEWAY_TOKEN must have 16 characters at least').optional(),
  DOJO_GATEWAY_TOKEN_FILE: z.string().optional(),
  DOJO_GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(7430),
  DOJO_GATEWAY_BIND: z.union([z.ipv4(), z.ipv6()], 'DOJO_GATEWAY_BIND must be an address').optional(),
})

export interface Environment {
  readonly token: string
  readonly port: number
  /** Address of the control network; undefined: it is detected at start. */
  readonly bind: string | undefined
}

/** Reads the environment; throws Error with a sentence for what is wrong. The token is never part of the sentence. */
export const readEnvironment = (env: NodeJS.ProcessEnv): Environment => {
  const parsed = schema.safeParse(env)
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join('; '))
  const { DOJO_GATEWAY_TOKEN: inline, DOJO_GATEWAY_TOKEN_FILE: file } = parsed.data
  const token = inline ?? (file === undefined ? '' : readFileSync(file, 'utf8').trim())
  if (token.length < 16)
    throw new Error('set DOJO_GATEWAY_TOKEN_FILE to a file with the control token (16 characters at least)')
  return { token, port: parsed.data.DOJO_GATEWAY_PORT, bind: parsed.data.DOJO_GATEWAY_BIND }
}
