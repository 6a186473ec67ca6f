import { spawn } from 'node:child_process'

export interface CommandOptions {
  readonly cwd?: string
  /** Added to the environment of this process; undefined takes a variable away. */
  readonly env?: Record<string, string | undefined>
  readonly timeoutMs?: number
  readonly input?: string
  /** Called with each line of both streams as it comes. */
  readonly onLine?: (line: string) => void
  readonly signal?: AbortSignal
}

export interface CommandResult {
  /** Exit code; null when the command was ended by a signal or its time limit. 127: there is no such command. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const feedLines = (onLine: (line: string) => void) => {
  let rest = ''
  return (text: string) => {
    const lines = (rest + text).split(/\r?\n|\r/)
    rest = lines.pop() ?? ''
    lines.filter((line) => line !== '').forEach(onLine)
  }
}

/** Runs a command to its end and gives its exit code and output. Never rejects: a missing command is code 127. */
export const run = (
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      signal: options.signal,
    })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      const feed = options.onLine && feedLines(options.onLine)
      child[name]!.setEncoding('utf8').on('data', (part: string) => {
        text[name] += part
        feed?.(part)
      })
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ ...text, code: error.code === 'ENOENT' ? 127 : null, stderr: text.stderr + error.message }),
    )
    child.on('close', (code) => resolve({ code, ...text }))
    // A command that does not read its input ends the pipe early: its exit code tells, not the pipe.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input)
  })

/** Gives the last lines of a result, for an error message. */
export const tailOf = (result: CommandResult, lines = 20): string =>
  `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-lines).join('\n')

/** Runs a command and gives its output without the trailing newline. Throws with the command and its last lines. */
export const output = async (
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> => {
  const result = await run(command, args, options)
  if (result.code === 0) return result.stdout.trimEnd()
  const how = result.code === null ? 'did not finish' : `ended with exit code ${result.code}`
  throw new Error(`${command} ${args.slice(0, 6).join(' ')} ${how}:\n${tailOf(result)}`)
}

/** Whether a command can be found in PATH. */
export const isInstalled = async (command: string): Promise<boolean> =>
  (await run('sh', ['-c', `command -v ${command}`])).code === 0
