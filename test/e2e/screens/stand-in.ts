import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts the stand-in server (web/mock) on `port` with the page as it was built last. Gives its process, to be killed. */
export const startStandIn = async (port: number): Promise<ChildProcess> => {
  const script = fileURLToPath(new URL('../../../web/mock/main.ts', import.meta.url))
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child
}
