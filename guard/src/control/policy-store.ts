import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { guardPolicy, type GuardPolicy } from '@noops-dojo/contracts/guard'

/** Policies as files, one per sandbox; written so that a crash leaves the old or the new one, never half. */
export class PolicyStore {
  private readonly folder: string
  private readonly reject: (file: string, error: unknown) => void

  constructor(folder: string, reject: (file: string, error: unknown) => void = () => undefined) {
    this.folder = folder
    this.reject = reject
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Every readable policy. An unreadable one opens no socket: its sandbox stays closed. */
  all(): GuardPolicy[] {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => {
        try {
          return [guardPolicy.parse(JSON.parse(readFileSync(join(this.folder, file), 'utf8')))]
        } catch (error) {
          this.reject(file, error)
          return []
        }
      })
  }

  async put(policy: GuardPolicy): Promise<void> {
    const path = join(this.folder, `${policy.sandboxId}.json`)
    const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(policy))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await this.sync()
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.folder, `${id}.json`), { force: true })
    await this.sync()
  }

  private async sync(): Promise<void> {
    const folder = await open(this.folder, 'r')
    await folder.sync().finally(() => folder.close())
  }
}
