import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { aCertificate } from '../testing/a-certificate.ts'
import { SettingError } from './settings.ts'
import { checkTls } from './tls-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const pair = aCertificate()
const cert = file('cert.pem', pair.cert)
const key = file('key.pem', pair.key)
const otherKey = file('other.pem', aCertificate().key)

describe('certificate and key of a dojo', () => {
  it('are taken when they belong together, and when there are none', () => {
    expect(() => checkTls({ cert, key })).not.toThrow()
    expect(() => checkTls(undefined)).not.toThrow()
  })

  it.each([
    ['that is not there', { cert: '/nope', key }, '--tls-cert /nope cannot be read: there is no such file'],
    ['that is a folder', { cert, key: folder }, 'cannot be read: it is a folder'],
    ['that is something else', { cert: key, key }, 'cannot be used: '],
    ['of another pair', { cert, key: otherKey }, 'does not belong to the certificate'],
  ])('are refused with a sentence: one %s', (_, tls, sentence) => {
    expect(() => checkTls(tls)).toThrow(SettingError)
    expect(() => checkTls(tls)).toThrow(sentence)
  })
})
