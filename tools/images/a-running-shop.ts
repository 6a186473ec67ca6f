import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../images/shop/src/main.mjs')

export type ShopService = 'web' | 'api' | 'queue' | 'worker' | 'pager' | 'watch'

/** Processes of the shop for a test, with a data folder that they share; `end` takes them all away. */
export class RunningShop {
  readonly data = mkdtempSync(join(tmpdir(), 'shop-'))
  readonly #running: ChildProcess[] = []

  launch(service: ShopService, env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, SHOP_SERVICE: service, PORT: '0', DATA_DIR: this.data, ...env },
    })
    this.#running.push(child)
    const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
    return { child, exit }
  }

  /** Starts a service and gives its address once it listens. */
  async start(service: ShopService, env: Record<string, string> = {}) {
    const { child, exit } = this.launch(service, env)
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        const found = /listens on (\d+)/.exec(text.toString())
        if (found) resolve(found[1] as string)
      })
      void exit.then((code) => reject(new Error(`the ${service} ended with ${code}`)))
    })
    return { child, exit, url: `http://127.0.0.1:${port}` }
  }

  end(): void {
    for (const child of this.#running) child.kill('SIGKILL')
    rmSync(this.data, { recursive: true, force: true })
  }
}
