import type { Locale } from '@noops-dojo/contracts'

/** Where the server gives the report of a judged attempt as a file. */
export const reportAddress = (
  sandboxId: string,
  attemptId: string,
  format: 'html' | 'markdown',
  locale: Locale,
): string =>
  `/api/sandboxes/${encodeURIComponent(sandboxId)}/attempts/${encodeURIComponent(attemptId)}/report?format=${format}&locale=${locale}`
