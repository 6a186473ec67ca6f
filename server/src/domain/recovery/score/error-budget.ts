import type { Availability, ErrorBudget } from '@noops-dojo/contracts'

/** The budget that the SRE Workbook (ch. 5, "Alerting on SLOs") counts with: 30 days. */
const budgetMs = 30 * 24 * 3_600_000

/**
 * What one window cost of the error budget. Burn rate = bad share / (1 − target): 1 would use up the budget in exactly
 * 30 days. Consumed = burn rate × window / 30 days. Null without samples or without an SLO (`target` in (0, 1)).
 */
export const errorBudgetOf = (
  availability: Availability | null,
  windowMs: number,
  target: number | undefined,
): ErrorBudget | null => {
  if (availability === null || target === undefined) return null
  const burnRate = (1 - availability.ratio) / (1 - target)
  return { target, burnRate, windowMs, consumed: (burnRate * windowMs) / budgetMs }
}
