import colors from 'picocolors'
import qrcode from 'qrcode'
import { isLoopback, roomAddress } from '../../launcher/address.ts'
import type { Settings } from '../../launcher/settings.ts'

const row = (name: string, value: string) => `  ${colors.dim(name.padEnd(16))}${value}`

const plainHttpWarning = [
  '',
  colors.bold(colors.yellow('! Plain HTTP in a shared network.')),
  '  Anyone in this network can read what learners type and take over their sessions.',
  '  Give --tls-cert and --tls-key (or put a proxy with TLS in front) before people other than you join.',
]

const roomLines = async (settings: Settings, joinUrl: string): Promise<string[]> => [
  ...(settings.tls ? [] : plainHttpWarning),
  '',
  await qrcode.toString(joinUrl, { type: 'terminal', small: true }),
]

/** Prints where the dojo is and what people need to enter it; with a QR code when it is open to the room. */
export const printWelcome = async (
  settings: Settings,
  instructorKey: string,
  joinCode: string | undefined,
): Promise<void> => {
  const address = roomAddress(settings)
  const joinUrl = `${address}/join${joinCode ? `/${joinCode}` : ''}`
  const lines = [
    '',
    row('Open', colors.bold(colors.cyan(joinUrl))),
    row('Join code', joinCode ?? 'make a class on the instructor page first'),
    row('Instructor', `${address}/instructor`),
    row('Instructor key', instructorKey),
    ...(isLoopback(settings.host)
      ? [row('', colors.dim('only this machine reaches it; --host 0.0.0.0 opens it to the room'))]
      : await roomLines(settings, joinUrl)),
    '',
  ]
  console.log(lines.join('\n'))
}
