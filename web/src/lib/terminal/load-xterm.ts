/**
 * Fetches the terminal with its font. Gives null when the script did not come: the dojo is away, or has another version
 * by now. The font only has to be waited for.
 */
export const loadXterm = async <T>(
  script: () => Promise<T>,
  font: () => Promise<unknown>,
): Promise<T | null> => {
  const [module] = await Promise.all([script().catch(() => null), font().catch(() => undefined)])
  return module
}
