import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { answerStatus } from './answer-status.ts'
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

/** A new connection for each probe: a kept one would hide that a replica died. */
const requestTo = ({ pathname, search, host }: URL): string =>
  `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: noops-dojo-probe\r\nConnection: close\r\n\r\n`

/**
 * Gives a probe of one target: resolve, connect, ask, read the whole answer. Good is the expected status within the
 * timeout. Anything that came back (a refusal, another status) has an end; silence until the timeout has none. Undefined
 * when this process stood still over the timeout, so that an answer may have waited unread. Never rejects.
 */
export const httpProbe = (
  target: ProbeTarget,
  resolveHost: ResolveHost,
  clock: Clock,
): (() => Promise<ProbeAnswer | undefined>) => {
  const { url, timeoutMs, expectStatus } = target
  const port = url.port === '' ? 80 : Number(url.port)
  const request = requestTo(url)
  return () =>
    new Promise((resolve) => {
      const giveUpAt = clock.now() + timeoutMs + observerSlackMs
      let socket: Socket | undefined
      let isSilent = false
      const timer = setTimeout(() => {
        isSilent = true
        socket?.destroy()
        resolve(clock.now() > giveUpAt ? undefined : { isGood: false, endedAt: null })
      }, timeoutMs)
      const end = (status: number | null) => {
        if (isSilent) return
        clearTimeout(timer)
        resolve({ isGood: status === expectStatus, endedAt: clock.now() })
      }
      resolveHost(url.hostname, timeoutMs).then(
        (address) => {
          if (!isSilent) socket = answerStatus({ address, port, request }, end)
        },
        () => end(null),
      )
    })
}
