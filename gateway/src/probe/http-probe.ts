import { Agent, request } from 'node:http'
import type { Clock } from '../clock.ts'
import type { ResolveHost } from './resolve-host.ts'

export interface ProbeTarget {
  readonly url: URL
  readonly expectStatus: number
  readonly timeoutMs: number
}

/** `endedAt` null: nothing answered within the timeout. */
export interface ProbeAnswer {
  readonly isGood: boolean
  readonly endedAt: number | null
}

/** The gateway itself was late by more than this: what it saw says nothing about the target. */
export const observerSlackMs = 100

const bodyLimitBytes = 64 * 1024
/** A new connection for each probe: a kept one would hide that a replica died. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

const fetchStatus = (target: ProbeTarget, address: string, signal: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    const { url } = target
    const outgoing = request(
      {
        agent,
        signal,
        host: address,
        port: url.port === '' ? 80 : Number(url.port),
        path: url.pathname + url.search,
        headers: { host: url.host, 'user-agent': 'noops-dojo-probe', connection: 'close' },
      },
      (response) => {
        let received = 0
        const finish = () => resolve(response.statusCode ?? 0)
        response.on('data', (chunk: Buffer) => {
          received += chunk.length
          if (received <= bodyLimitBytes) return
          finish()
          outgoing.destroy()
        })
        response.on('end', finish)
        response.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end()
  })

/**
 * One probe: resolve, connect, ask, read the whole answer. Good is the expected status within the timeout. Anything
 * that came back (a refusal, another status) has an end; silence until the timeout has none. Undefined when this
 * process stood still over the timeout, so that an answer may have waited unread. Never rejects.
 */
export const probeOnce = async (
  target: ProbeTarget,
  resolveHost: ResolveHost,
  clock: Clock,
): Promise<ProbeAnswer | undefined> => {
  const giveUpAt = clock.now() + target.timeoutMs + observerSlackMs
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), target.timeoutMs)
  const timedOut = new Promise<never>((_, reject) => {
    silence.signal.addEventListener('abort', () => reject(new Error('timeout')), { once: true })
  })
  const ask = async () => {
    const address = await resolveHost(target.url.hostname, target.timeoutMs)
    return fetchStatus(target, address, silence.signal)
  }
  try {
    const status = await Promise.race([ask(), timedOut])
    return { isGood: status === target.expectStatus, endedAt: clock.now() }
  } catch {
    const endedAt = clock.now()
    if (!silence.signal.aborted) return { isGood: false, endedAt }
    return endedAt > giveUpAt ? undefined : { isGood: false, endedAt: null }
  } finally {
    clearTimeout(timer)
  }
}
