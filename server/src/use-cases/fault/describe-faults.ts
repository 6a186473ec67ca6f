import { Injectable } from '@nestjs/common'
import type { FaultDescription } from '@noops-dojo/contracts'
import { describeFaults } from '../../domain/fault/registry.ts'

/** The registry as everybody may see it. */
@Injectable()
export class DescribeFaults {
  #described: FaultDescription[] | undefined

  /** The registry does not change while the server runs, and its JSON schemas are not free. */
  execute(): FaultDescription[] {
    this.#described ??= describeFaults()
    return this.#described
  }
}
