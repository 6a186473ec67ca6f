import type { LabSummary } from '@noops-dojo/contracts'

/** The lab that follows in the same track and can be started, or undefined after the last one. */
export const nextLab = (
  labs: readonly LabSummary[],
  now: Pick<LabSummary, 'id' | 'track' | 'order'>,
): LabSummary | undefined =>
  labs
    .filter((lab) => lab.track === now.track && lab.id !== now.id && lab.status !== 'broken')
    .toSorted((a, b) => a.order - b.order)
    .find((lab) => lab.order > now.order)
