/** One rule of a fault in its own chain of a built-in chain. */
export interface Rule {
  readonly table: 'filter' | 'nat'
  readonly hook: 'INPUT' | 'OUTPUT' | 'PREROUTING'
  readonly match: readonly string[]
  readonly jump: readonly string[]
  /** Window of an intermittent fault: whole seconds after the injection, `to` counts with its own; default: always. */
  readonly window?: { readonly from: number; readonly to: number }
}

export type Direction = 'in' | 'out' | 'both'

/** The proxies mark what they send (SO_MARK, EXEMPT_MARK in images/chaos/netfault/stream.py), else they would meet themselves. */
export const exemptMark = '0x1d0'
const letters = { INPUT: 'I', OUTPUT: 'O', PREROUTING: 'P' }

/** Name of the chain of a fault below a built-in one. */
export const chainIn = (chain: string, hook: Rule['hook']): string => `${chain}-${letters[hook]}`

/** The form that `-m time` takes: UTC without a zone. */
const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19)

/** The second at whose end a fault is over: `--datestop` counts with its own second (net/netfilter/xt_time.c). */
const lastSecond = (deadlineAt: number): number => Math.ceil(deadlineAt / 1000) - 1

const ruleText = (chain: string, rule: Rule, deadlineAt: number): string => {
  const end = lastSecond(deadlineAt)
  const { window } = rule
  // `@2` is what applyScript makes a date of: only the helper knows when it begins.
  const within = window ? ['-m', 'time', '--datestart', `@${window.from}`, '--datestop', `@${window.to}`] : []
  const time = [...within, '-m', 'time', '--datestop', utc(end)]
  return ['-A', chainIn(chain, rule.hook), ...rule.match, ...time, '-j', ...rule.jump].join(' ')
}

/**
 * Text for `iptables-restore --noflush`, one transaction a table: own chains, hooked before everything else, whose rules
 * the kernel ends by itself at the deadline (epoch ms).
 */
export const restoreText = (chain: string, rules: readonly Rule[], deadlineAt: number): string =>
  (['filter', 'nat'] as const)
    .map((table) => rules.filter((rule) => rule.table === table))
    .filter((ofTable) => ofTable.length > 0)
    .map((ofTable) => {
      const hooks = [...new Set(ofTable.map(({ hook }) => hook))]
      return [
        `*${ofTable[0]?.table}`,
        ...hooks.map((hook) => `:${chainIn(chain, hook)} - [0:0]`),
        ...hooks.map((hook) => `-I ${hook} 1 -j ${chainIn(chain, hook)}`),
        ...ofTable.map((rule) => ruleText(chain, rule, deadlineAt)),
        'COMMIT',
      ].join('\n')
    })
    .join('\n')

/** `in` is what arrives at the target, `out` what leaves it. */
export const hooksOf = (direction: Direction): ('INPUT' | 'OUTPUT')[] =>
  direction === 'both' ? ['INPUT', 'OUTPUT'] : [direction === 'in' ? 'INPUT' : 'OUTPUT']

/** Matches of the packets that are exchanged with these peers (none: with everybody), never of the loopback. */
export const peerMatches = (hook: Rule['hook'], peers: readonly string[]): string[][] => {
  const [device, side] = hook === 'OUTPUT' ? ['-o', '-d'] : ['-i', '-s']
  const others = ['!', device, 'lo']
  return peers.length === 0 ? [others] : peers.map((address) => [...others, side, `${address}/32`])
}
