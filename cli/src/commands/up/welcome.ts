import colors from 'picocolors'
import qrcode from 'qrcode'
import { isLoopbackHost } from '@noops-dojo/contracts'
import { roomAddress } from '../../launcher/address.ts'
import { readSettings, type Settings } from '../../launcher/settings.ts'

interface Texts {
  readonly open: string
  readonly code: string
  readonly instructor: string
  readonly key: string
  readonly stop: string
  readonly noCode: string
  readonly loopback: string
  readonly plainHttp: readonly [title: string, ...lines: string[]]
}

const english: Texts = {
  open: 'Open',
  code: 'Join code',
  instructor: 'Instructor',
  key: 'Instructor key',
  stop: 'Stop it',
  noCode: 'make a class on the instructor page first',
  loopback: 'only this machine reaches it; --host 0.0.0.0 opens it to the room',
  plainHttp: [
    'Plain HTTP in a shared network.',
    'Anyone in this network can read what learners type and take over their sessions.',
    'Give --tls-cert and --tls-key (or put a proxy with TLS in front) before people other than you join.',
  ],
}

const japanese: Texts = {
  open: '開くページ',
  code: '参加コード',
  instructor: '講師のページ',
  key: '講師のキー',
  stop: '止めるには',
  noCode: '先に講師のページでクラスを作ってください',
  loopback: 'このマシンからだけ開けます。部屋に公開するには --host 0.0.0.0',
  plainHttp: [
    '共有ネットワークで暗号化なしの HTTP です。',
    '同じネットワークの誰でも、受講者の入力を読み、セッションを乗っ取れます。',
    'ほかの人が参加する前に、--tls-cert と --tls-key を指定してください（または TLS プロキシを前に置いてください）。',
  ],
}

const textsFor = (env: NodeJS.ProcessEnv): Texts =>
  (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').startsWith('ja') ? japanese : english

/** Full-width characters take two columns of a terminal. */
const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0)
const row = (name: string, value: string) =>
  `  ${colors.dim(name + ' '.repeat(Math.max(1, 16 - widthOf(name))))}${value}`

/** The command that stops this dojo: flags that it was started with have to be said again. */
const stopCommand = ({ instance, dataDir }: Settings): string =>
  [
    './dojo down',
    ...(instance === 'dojo' ? [] : ['--instance', instance]),
    ...(dataDir === readSettings({ instance }, {}).dataDir ? [] : ['--data', dataDir]),
  ].join(' ')

const roomLines = async (settings: Settings, joinUrl: string, texts: Texts): Promise<string[]> => {
  const [title, ...lines] = texts.plainHttp
  const warning = ['', colors.bold(colors.yellow(`! ${title}`)), ...lines.map((line) => `  ${line}`)]
  const code = await qrcode.toString(joinUrl, { type: 'terminal', small: true })
  return [...(settings.tls ? [] : warning), '', code]
}

/**
 * Prints where the dojo is and what people need to enter it, in the language of the terminal; with a QR code, and a
 * warning of plain HTTP, when it is open to the room.
 */
export const printWelcome = async (
  settings: Settings,
  instructorKey: string,
  joinCode: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> => {
  const texts = textsFor(env)
  const address = roomAddress(settings)
  const joinUrl = `${address}/join${joinCode ? `/${joinCode}` : ''}`
  const lines = [
    '',
    row(texts.open, colors.bold(colors.cyan(joinUrl))),
    row(texts.code, joinCode ?? texts.noCode),
    row(texts.instructor, `${address}/instructor`),
    row(texts.key, instructorKey),
    row(texts.stop, stopCommand(settings)),
    ...(isLoopbackHost(settings.host)
      ? [row('', colors.dim(texts.loopback))]
      : await roomLines(settings, joinUrl, texts)),
    '',
  ]
  console.log(lines.join('\n'))
}
