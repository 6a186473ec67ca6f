/** What `surveyScript` saw in a namespace. */
export interface Survey {
  /** Packet filter rules and qdiscs, without what changes by itself. */
  readonly fingerprint: string
  /** IPv4 addresses without the loopback's. */
  readonly addresses: string[]
  /** TCP ports that others can reach. */
  readonly listening: number[]
  /** Every TCP port that somebody listens on. */
  readonly taken: number[]
}

const sectionOf = (output: string, name: string): string[] => {
  const lines = output.split('\n')
  const begin = lines.indexOf(`== ${name}`)
  if (begin < 0) return []
  const end = lines.findIndex((line, at) => at > begin && line.startsWith('== '))
  return lines.slice(begin + 1, end < 0 ? undefined : end).filter((line) => line.trim() !== '')
}

/** Rules and chains with their table; counters and the empty built-in chains that any reader creates are left out. */
const rulesOf = (lines: readonly string[]): string[] => {
  let table = ''
  return lines.flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1)
    const text = line.replace(/ \[\d+:\d+\]$/, '')
    const counts = text.startsWith('-A') || (text.startsWith(':') && !text.endsWith(' ACCEPT'))
    return counts ? [`${table} ${text}`] : []
  })
}

const listener = /^LISTEN\s+\S+\s+\S+\s+(\S+):(\d+)\s/

/** Reads the output of `surveyScript`. */
export const readSurvey = (output: string): Survey => {
  const rules = rulesOf(sectionOf(output, 'rules'))
  const qdiscs = sectionOf(output, 'qdiscs').map((line) => line.replace(/ refcnt \d+/, '').trim())
  const sockets = sectionOf(output, 'listening').flatMap((line) => {
    const [, address = '', port] = listener.exec(line) ?? []
    return port === undefined ? [] : [{ address, port: Number(port) }]
  })
  const open = sockets.filter(({ address }) => !/^127\.|^\[::1\]/.test(address))
  return {
    fingerprint: [...rules, ...qdiscs].join('\n'),
    addresses: sectionOf(output, 'addresses').flatMap((line) => / inet ([\d.]+)\//.exec(line)?.[1] ?? []),
    listening: [...new Set(open.map(({ port }) => port))].sort((a, b) => a - b),
    taken: sockets.map(({ port }) => port),
  }
}
