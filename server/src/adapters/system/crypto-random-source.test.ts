import { expect, it } from 'vitest'
import { CryptoRandomSource } from './crypto-random-source.ts'

const random = new CryptoRandomSource()
const many = <T>(make: () => T) => Array.from({ length: 500 }, make)

it('gives sandbox ids that can be names in the engine, and none twice', () => {
  const ids = many(() => random.sandboxId())
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]{9}$/)
  expect(new Set(ids).size).toBe(ids.length)
})

it('gives row ids that sort by the time of their making', async () => {
  const early = random.rowId()
  await new Promise((resolve) => setTimeout(resolve, 5))
  const late = random.rowId()
  expect(early < late).toBe(true)
  expect(early).toHaveLength(late.length)
})

it('gives join codes without look-alikes, and secrets of the length that is asked for', () => {
  for (const code of many(() => random.joinCode())) expect(code).toMatch(/^[A-HJ-NP-Z2-9]{6}$/)
  expect(random.secret(16)).toMatch(/^[0-9a-f]{32}$/)
})
