import { Injectable } from '@nestjs/common'
import { RecordActivity } from '../use-cases/sandbox/record-activity.ts'

const noteMs = 15_000

/** Keeps the idle limit away from a sandbox that somebody looks at. */
@Injectable()
export class ViewerActivity {
  constructor(private readonly recordActivity: RecordActivity) {}

  /** Notes activity now and again and again; gives the function that ends it. */
  follow(sandboxId: string): () => void {
    const note = () => this.recordActivity.execute(sandboxId).catch(() => undefined)
    void note()
    const timer = setInterval(() => void note(), noteMs)
    return () => clearInterval(timer)
  }
}
