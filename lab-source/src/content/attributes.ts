const pair = /([a-z][a-z-]*)=(?:"([^"]*)"|(\S+))/gy

/**
 * Reads `key=value key="a value"`. Gives undefined when the text is anything else, so that a typing error is told
 * instead of being ignored.
 */
export const readAttributes = (text: string): Record<string, string> | undefined => {
  const attributes: Record<string, string> = {}
  let rest = text.trim()
  while (rest !== '') {
    pair.lastIndex = 0
    const match = pair.exec(rest)
    if (!match) return undefined
    attributes[match[1] as string] = match[2] ?? match[3] ?? ''
    rest = rest.slice(match[0].length).trim()
  }
  return attributes
}
