/** Gives the sum over tasks of what they give at most (`points`) or of what was earned. */
export const sumPoints = <K extends 'points' | 'earned'>(
  tasks: readonly Readonly<Record<K, number>>[],
  what: K,
): number => tasks.reduce((total, task) => total + task[what], 0)
