import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBrokenLabs, refuseWithoutLabs } from './broken-labs.ts'

const summaries = [
  { id: 'sound', status: 'ready' },
  { id: 'misspelt', status: 'broken' },
  { id: 'silent', status: 'broken' },
]
const sentence =
  'The lab "misspelt" has problems in its files; "dojo lab lint /labs/t/01-misspelt" shows them.'

let server: Server
/** What the dojo lists; undefined: it cannot tell yet. */
let listed: { id: string; status: string }[] | undefined
let address: string
beforeEach(async () => {
  listed = summaries
  server = createServer(({ url }, response) => {
    if (url === '/api/labs' && listed !== undefined) response.end(JSON.stringify({ items: listed }))
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

describe('a dojo without a lab that can be used', () => {
  const refuse = (at = address) => refuseWithoutLabs(at, '/nope')

  it('is refused at once, with the labs that are broken', async () => {
    listed = summaries.filter(({ status }) => status === 'broken')
    await expect(refuse()).rejects.toThrow(`No lab can be used. ${sentence}`)
  })

  it('is refused with the folder when there is none at all', async () => {
    listed = []
    await expect(refuse()).rejects.toThrow('There is no lab in /nope: DOJO_LABS names')
  })

  it('is waited for while nobody knows, and when there is one, prepared or not', async () => {
    await refuse('http://127.0.0.1:1')
    listed = undefined
    await refuse()
    listed = [{ id: 'sound', status: 'preparing' }]
    await refuse()
  })
})
