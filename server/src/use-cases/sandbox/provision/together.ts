/** Waits for all, also when one fails: what still runs would make objects behind the back of the clean-up. */
export const together = async (works: readonly Promise<void>[]): Promise<void> => {
  const results = await Promise.allSettled(works)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
