import { AttachTerminal } from './attach-terminal.ts'
import { IssueTicket } from './issue-ticket.ts'
import { ReadRecording } from './read-recording.ts'
import { RedeemTicket } from './redeem-ticket.ts'
import { SweepRecordings } from './sweep-recordings.ts'
import { TerminalSessions } from './terminal-sessions.ts'
import { TouchJournal } from './touch-journal.ts'

/** What core-providers.ts provides of the terminal’s use cases. */
export const terminalUseCases = [
  AttachTerminal,
  IssueTicket,
  ReadRecording,
  RedeemTicket,
  SweepRecordings,
  TerminalSessions,
  TouchJournal,
]
