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

describe('a dojo without a lab that can be used', () => {
  const refuse = (detail: string, ok = false, at = address) => refuseWithoutLabs(at, { ok, detail }, '/nope')

  it('is refused at once, with the labs that are broken', async () => {
    await expect(refuse('0 labs, 2 broken')).rejects.toThrow(`No lab can be used. ${sentence}`)
  })

  it('is refused with the folder when there is none at all', async () => {
    await expect(refuse('0 labs, 0 broken', false, 'http://127.0.0.1:1')).rejects.toThrow(
      'There is no lab in /nope: DOJO_LABS names',
    )
  })

  it('is waited for while nobody knows, and when there is one', async () => {
    await refuse('No answer within 3 s.')
    await refuse('3 labs, 0 broken', true)
    await refuseWithoutLabs(address, undefined)
  })
})
