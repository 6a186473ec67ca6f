// HTTPS beside HTTP, with certificates that can be changed while it runs: on SIGHUP and when a file changes.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString()

/** Makes a CA and a certificate signed by it beside `cert`: ca.pem, ca.key and the two files. Names become SANs. */
const makeOwn = (cert, key, names) => {
  const folder = dirname(cert)
  const work = mkdtempSync(join(tmpdir(), 'tls-'))
  try {
    const ca = [join(folder, 'ca.pem'), join(folder, 'ca.key')]
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
    openssl(
      'req',
      '-x509',
      ...curve,
      '-subj',
      '/CN=Tea shop CA',
      '-days',
      '365',
      '-keyout',
      ca[1],
      '-out',
      ca[0],
    )
    const request = join(work, 'request.pem')
    openssl('req', ...curve, '-subj', `/CN=${names[0]}`, '-keyout', key, '-out', request)
    writeFileSync(join(work, 'ext'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\n`)
    const signing = ['-CA', ca[0], '-CAkey', ca[1], '-days', '30', '-extfile', join(work, 'ext')]
    openssl('x509', '-req', '-in', request, ...signing, '-out', cert)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * Serves `handler` by HTTPS too when TLS is asked for: `TLS_CERT` and `TLS_KEY` name the files (default
 * /tls/cert.pem, /tls/key.pem), `TLS=self` makes them with an own CA when they are missing, `TLS_PORT` is 8443 when
 * not given, `TLS_NAMES` are the names of the certificate. Gives the server, or undefined without TLS.
 */
export const serveTls = (handler, about) => {
  const { TLS, TLS_CERT, TLS_KEY, TLS_PORT, TLS_NAMES } = process.env
  if (TLS !== 'self' && !TLS_CERT) return undefined
  const cert = TLS_CERT || '/tls/cert.pem'
  const key = TLS_KEY || '/tls/key.pem'
  const names = (TLS_NAMES || `${about.service},localhost,${hostname()}`).split(',')
  if (TLS === 'self' && !(existsSync(cert) && existsSync(key))) makeOwn(cert, key, names)
  const pair = () => ({ cert: readFileSync(cert), key: readFileSync(key) })
  const server = createServer(pair(), handler)
  const reload = (why) => {
    try {
      server.setSecureContext(pair())
      console.log(`tls: certificate read again (${why})`)
    } catch (error) {
      console.error(`tls: the certificate was not taken, the old one stays: ${error.message}`)
    }
  }
  // Asks for the file's state instead of waiting for events: a file that is replaced keeps no watch.
  for (const file of [cert, key]) watchFile(file, { interval: 250 }, () => reload(`${file} changed`))
  process.on('SIGHUP', () => reload('SIGHUP'))
  server.on('close', () => [cert, key].forEach((file) => unwatchFile(file)))
  server.listen(Number(TLS_PORT || 8443), '0.0.0.0')
  return server
}
