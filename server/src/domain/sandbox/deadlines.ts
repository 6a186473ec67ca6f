import { durationMs, type Limits } from '@noops-dojo/contracts'
import type { Sandbox } from './sandbox.ts'

/** How often one sandbox may be extended. */
export const maxExtensions = 3

/** How often the deadline can still be moved. */
export const extensionsLeft = ({ extensionsUsed }: Pick<Sandbox, 'extensionsUsed'>): number =>
  Math.max(0, maxExtensions - extensionsUsed)

/** So long before a deadline the sandbox is `expiring`: the page warns, everything still works. */
export const expiringNoticeMs = 120_000
/** What a warm sandbox may wait for a learner before it is replaced by a fresh one. */
export const warmLifeMs = 24 * 3_600_000
const provisioningAllowanceMs = 600_000

/** Hard deadline of a sandbox that a learner can use from `now` on. Epoch ms. */
export const hardDeadline = (limits: Limits, now: number): number => now + durationMs(limits.time)

/** When the sandbox ends if nobody types or looks from now on; null: no idle limit (graders, the pool). Epoch ms. */
export const idleDeadline = (
  sandbox: Pick<Sandbox, 'owner' | 'lastActiveAt' | 'readyAt'>,
  limits: Limits,
): number | null => {
  if (sandbox.owner === 'pool' || sandbox.owner === 'grader') return null
  const since = Math.max(sandbox.lastActiveAt ?? 0, sandbox.readyAt ?? 0)
  return since === 0 ? null : since + durationMs(limits.idle)
}

/**
 * The latest moment at which the sandbox could still be somebody’s, all extensions included: what goes on the labels,
 * which the engine cannot change later. Epoch ms.
 */
export const latestDeadline = (limits: Limits, createdAt: number, isWarm: boolean): number =>
  createdAt +
  provisioningAllowanceMs +
  durationMs(limits.time) +
  maxExtensions * durationMs(limits.extend) +
  (isWarm ? warmLifeMs : 0)

export type DeadlineState = 'fine' | 'expiring' | 'time-over' | 'idle-over'

/** Where the sandbox stands at `now`. `limits` undefined: the lab was removed, only the hard deadline is known. */
export const deadlineState = (sandbox: Sandbox, limits: Limits | undefined, now: number): DeadlineState => {
  const hard = sandbox.endsAt
  const idle = limits ? idleDeadline(sandbox, limits) : null
  if (hard !== null && now >= hard) return 'time-over'
  if (idle !== null && now >= idle) return 'idle-over'
  const next = Math.min(hard ?? Infinity, idle ?? Infinity)
  return now >= next - noticeMs(limits) ? 'expiring' : 'fine'
}

/** A notice longer than a fifth of the shortest limit would have every short-lived sandbox expire from the start. */
const noticeMs = (limits: Limits | undefined): number =>
  limits
    ? Math.min(expiringNoticeMs, durationMs(limits.time) / 5, durationMs(limits.idle) / 5)
    : expiringNoticeMs
