import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileReason } from '../files/file-reason.ts'
import { SettingError, type Settings } from './settings.ts'

const read = <T>(file: string, flag: string, parse: (bytes: Buffer) => T): T => {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new SettingError(`${flag} ${file} cannot be read: ${fileReason(error)}. Name a PEM file.`)
  }
  try {
    return parse(bytes)
  } catch (error) {
    throw new SettingError(
      `${flag} ${file} cannot be used: ${(error as Error).message}. It must be PEM, without a passphrase.`,
    )
  }
}

/** Throws SettingError, before anything is built, when certificate and key cannot be read or do not belong together. */
export const checkTls = (tls: Settings['tls']): void => {
  if (!tls) return
  const certificate = read(tls.cert, '--tls-cert', (bytes) => new X509Certificate(bytes))
  const key = read(tls.key, '--tls-key', (bytes) => createPrivateKey(bytes))
  if (!certificate.checkPrivateKey(key))
    throw new SettingError(
      `The key ${tls.key} does not belong to the certificate ${tls.cert}. Give the key that it was made with (--tls-key or DOJO_TLS_KEY).`,
    )
}
