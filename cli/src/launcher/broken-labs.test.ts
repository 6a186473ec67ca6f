import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBrokenLabs } from './broken-labs.ts'

const summaries = [
  { id: 'sound', status: 'ready' },
  { id: 'misspelt', status: 'broken' },
  { id: 'silent', status: 'broken' },
]
const sentence =
  'The lab "misspelt" has problems in its files; "dojo lab lint /labs/t/01-misspelt" shows them.'

let server: Server
let address: string
beforeEach(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/api/labs') response.end(JSON.stringify({ items: summaries }))
    else if (url === '/api/labs/misspelt')
      response.writeHead(422).end(JSON.stringify({ code: 'LAB_INVALID', message: `${sentence}\nlab.yaml:5` }))
    else response.writeHead(500).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => server.close())

describe('the broken labs of a running dojo', () => {
  it('are named with the command that shows their problems', async () => {
    expect(await readBrokenLabs(address)).toEqual([
      { id: 'misspelt', sentence },
      {
        id: 'silent',
        sentence: expect.stringMatching(/^The lab "silent" .*"dojo lab lint FOLDER" shows them\.$/),
      },
    ])
  })

  it('are none when nobody answers', async () => {
    expect(await readBrokenLabs('http://127.0.0.1:1')).toEqual([])
  })
})
