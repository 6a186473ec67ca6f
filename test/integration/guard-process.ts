import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = join(import.meta.dirname, '../..')

/** Starts the real guard on a data folder; resolves when its control socket is there. */
export const startGuard = async (dataDir: string, instance: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['guard/src/main.ts'], {
    cwd: root,
    env: { ...process.env, DOJO_DATA: dataDir, DOJO_INSTANCE: instance, DOJO_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const socket = join(dataDir, 'guard/control.sock')
  for (let waited = 0; !existsSync(socket); waited += 50) {
    if (child.exitCode !== null || waited > 30_000) throw new Error('the guard did not come up')
    await sleep(50)
  }
  return child
}

/** Ends a child process; resolves when it is gone. */
export const endProcess = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
