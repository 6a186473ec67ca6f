import { attachedAgain } from './asciicast.ts'

const lineFeed = 0x0a

/** An event line of asciicast v3, `[interval, code, data]`; undefined for the header and for a torn line. */
const eventOf = (line: string): { code: unknown; data: string } | undefined => {
  try {
    const [, code, data] = JSON.parse(line) as unknown[]
    return typeof data === 'string' ? { code, data } : undefined
  } catch {
    return undefined
  }
}

/**
 * What a terminal showed last, from the end of its recording (asciicast v3 lines, of which the first may be torn): the
 * bytes of the newest shell, `capBytes` at most, cut at a line. It is what a page sees again after a restart of the server,
 * which keeps nothing else of a terminal. Output before a gap in the recording is left out.
 */
export const earlierOutput = (recording: string, capBytes = Infinity): Uint8Array => {
  let pieces: string[] = []
  for (const event of recording.split('\n').map(eventOf)) {
    if (event?.code === 'o') pieces.push(event.data)
    else if (event?.code === 'x' || (event?.code === 'm' && event.data !== attachedAgain)) pieces = []
  }
  const bytes = new TextEncoder().encode(pieces.join(''))
  if (bytes.length <= capBytes) return bytes
  const newest = bytes.subarray(bytes.length - capBytes)
  return newest.subarray(newest.indexOf(lineFeed) + 1)
}
