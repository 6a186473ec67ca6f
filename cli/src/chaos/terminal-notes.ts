import type { Notes } from '@noops-dojo/chaos-toolkit'
import colors from 'picocolors'

const line = (level: string, text: string): void => console.error(`${colors.dim(level)} ${text}`)

/** The log on stderr, with Chaos Toolkit’s levels. */
export const terminalNotes: Notes = {
  info: (text) => line('[INFO]', text),
  warn: (text) => line(colors.yellow('[WARNING]'), text),
  error: (text) => line(colors.red('[ERROR]'), text),
}
