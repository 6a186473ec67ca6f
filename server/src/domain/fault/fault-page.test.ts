import { join } from 'node:path'
import { expect, it } from 'vitest'
import { faultPage } from './fault-page.ts'
import { describeFaults } from './registry.ts'

const root = join(import.meta.dirname, '../../../..')

it('docs/faults.md says what the registry holds', async () => {
  await expect(faultPage()).toMatchFileSnapshot(join(root, 'docs/faults.md'))
})

it('dojo fault list says what the registry holds, also when no server runs', async () => {
  const text = `${JSON.stringify(describeFaults(), null, 2)}\n`
  await expect(text).toMatchFileSnapshot(join(root, 'lab-source/src/reference/faults.json'))
})
