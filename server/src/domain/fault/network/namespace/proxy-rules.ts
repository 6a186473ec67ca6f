import { exemptMark, peerMatches, type Direction, type Rule } from './rules.ts'
import type { NetworkRecord } from './record.ts'

/** Connections that a proxy takes over. */
export interface Taken {
  readonly direction: Direction
  /** Port of the target (in) or of whom it calls (out); undefined: all. */
  readonly port: number | undefined
}

/**
 * Rules that send TCP connections to the proxy in the target's namespace: others' in PREROUTING, the target's own in
 * OUTPUT. The loopback is left alone, so that a health check inside the container sees what it always sees.
 */
export const redirectRules = ({ direction, port }: Taken, record: NetworkRecord): Rule[] => {
  const dport = port === undefined ? [] : ['--dport', String(port)]
  const hooks = { in: ['PREROUTING'], out: ['OUTPUT'], both: ['PREROUTING', 'OUTPUT'] } as const
  return hooks[direction].flatMap((hook) =>
    peerMatches(hook, record.peers).map((match) => ({
      table: 'nat' as const,
      hook,
      match: [...match, '-p', 'tcp', ...dport, '-m', 'mark', '!', '--mark', exemptMark],
      jump: ['REDIRECT', '--to-ports', String(record.proxyPort)],
    })),
  )
}

/** One filter of `ss` for the connections that stand already and would pass the proxy by; empty: there are none. */
export const standingFilter = ({ direction, port }: Taken, record: NetworkRecord): string => {
  const peers = record.peers.map((address) => `dst ${address}`).join(' or ')
  const others = peers === '' ? 'not dst 127.0.0.0/8' : `( ${peers} )`
  const served = port === undefined ? record.listening : [port]
  const inward = served.map((each) => `sport = :${each}`).join(' or ')
  const called = record.listening.map((each) => `sport != :${each}`)
  const outward =
    [...called, ...(port === undefined ? [] : [`dport = :${port}`])].join(' and ') || 'sport != :0'
  const sides = [
    ...(direction === 'out' || inward === '' ? [] : [`( ${inward} )`]),
    ...(direction === 'in' ? [] : [`( ${outward} )`]),
  ]
  return sides.length === 0 ? '' : `( ${sides.join(' or ')} ) and ${others}`
}
