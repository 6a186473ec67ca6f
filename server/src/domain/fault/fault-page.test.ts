import { join } from 'node:path'
import { expect, it } from 'vitest'
import { faultPage } from './fault-page.ts'

it('docs/faults.md says what the registry holds', async () => {
  await expect(faultPage()).toMatchFileSnapshot(join(import.meta.dirname, '../../../../docs/faults.md'))
})
