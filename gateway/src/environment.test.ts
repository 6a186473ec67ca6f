import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readEnvironment } from './environment.ts'

it('reads the token from a file and defaults the port', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'token')
  writeFileSync(file, 'a-token-of-some-length\n')
  expect(readEnvironment({ DOJO_GATEWAY_TOKEN_FILE: file })).toEqual({
    token: 'a-token-of-some-length',
    port: 7430,
    bind: undefined,
  })
})

it('refuses to start without a token', () => {
  expect(() => readEnvironment({})).toThrow(/DOJO_GATEWAY_TOKEN_FILE/)
})

it('names a bad value and keeps the token out of the sentence', () => {
  const env = { DOJO_GATEWAY_TOKEN: 'short-secret', DOJO_GATEWAY_BIND: 'eth0' }
  expect(() => readEnvironment(env)).toThrow(/DOJO_GATEWAY_BIND must be an address/)
  expect(() => readEnvironment(env)).not.toThrow(/short-secret/)
})
