import { describe, expect, it } from 'vitest'
import { endToEndHeaders } from './preview.ts'

describe('endToEndHeaders', () => {
  it('passes what is meant for the app and leaves out what belongs to the connection', () => {
    const headers = { accept: 'text/html', upgrade: 'h2c', te: 'trailers', 'x-app': ['a', 'b'] }
    expect(endToEndHeaders(headers)).toEqual({ accept: 'text/html', 'x-app': ['a', 'b'] })
  })

  it('leaves out what the connection header names, in whatever case', () => {
    expect(endToEndHeaders({ connection: 'close, X-Hop', 'x-hop': '1', accept: '*/*' })).toEqual({
      accept: '*/*',
    })
  })
})
