import { createPublicKey, verify } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evidenceKeyFile, evidencePublicKeyFile, FileEvidenceSigner } from './file-evidence-signer.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'dojo-signer-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('the key of the evidence', () => {
  it('is made once, is its owner’s only, and signs so that the public half verifies', () => {
    const first = new FileEvidenceSigner(dataDir)
    expect(statSync(join(dataDir, evidenceKeyFile)).mode & 0o777).toBe(0o600)
    expect(new FileEvidenceSigner(dataDir).publicKey).toBe(first.publicKey)
    const publicKey = createPublicKey(readFileSync(join(dataDir, evidencePublicKeyFile)))
    const signature = Buffer.from(first.sign('text'), 'hex')
    expect(verify(null, Buffer.from('text'), publicKey, signature)).toBe(true)
    expect(verify(null, Buffer.from('texT'), publicKey, signature)).toBe(false)
  })

  it('is closed again when somebody opened it to others', () => {
    new FileEvidenceSigner(dataDir)
    const file = join(dataDir, evidenceKeyFile)
    chmodSync(file, 0o644)
    new FileEvidenceSigner(dataDir)
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('is never replaced by a new one because it cannot be read', () => {
    writeFileSync(join(dataDir, evidenceKeyFile), 'not a key')
    expect(() => new FileEvidenceSigner(dataDir)).toThrow(/no private key/)
  })
})
