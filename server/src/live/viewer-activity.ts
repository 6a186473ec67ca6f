import { Injectable } from '@nestjs/common'
import { Clock, SandboxStore } from '../domain/ports/index.ts'

const noteMs = 20_000

/** Keeps the idle limit away from a sandbox that somebody looks at. */
@Injectable()
export class ViewerActivity {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly clock: Clock,
  ) {}

  /** Notes activity now and every 20 s; gives the function that ends it. */
  follow(sandboxId: string): () => void {
    const note = () =>
      this.sandboxes.change(sandboxId, 'any', { lastActiveAt: this.clock.now() }).catch(() => undefined)
    void note()
    const timer = setInterval(() => void note(), noteMs)
    return () => clearInterval(timer)
  }
}
