import { expect, it } from 'vitest'
import { createLogger, PinoLog } from './pino-log.ts'

it('writes one JSON object a line and leaves out what is secret', () => {
  const lines: string[] = []
  const log = new PinoLog(createLogger('info', { write: (line) => lines.push(line) }))
  log.info('signed in', {
    cookie: 'c00kie',
    headers: { authorization: 'Bearer t0ken' },
    a: { b: { ticket: 't1cket' } },
  })
  const line = lines.join('')
  expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: 'signed in' })
  expect(line).not.toMatch(/c00kie|t0ken|t1cket/)
})
