import { spawn } from 'node:child_process'
import type { Command, CommandResult, Judge } from '../src/port/judge.ts'

/** For tests only: runs the commands of our own fixtures on this machine, as the real tool did when it was recorded. */
export const localJudge: Judge = {
  run: ({ argv, env, timeoutMs }: Command): Promise<CommandResult> =>
    new Promise((resolve, reject) => {
      const [file, ...args] = argv as [string, ...string[]]
      const child = spawn(file, args, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      })
      let [stdout, stderr] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.on('error', reject)
      // `exit`, not `close`: what a killed shell has started may still hold its streams.
      child.on(timeoutMs !== undefined && timeoutMs < 5000 ? 'exit' : 'close', (status) =>
        resolve({ status, stdout, stderr }),
      )
    }),
}
