import { describe, expect, it } from 'vitest'
import { joinPlace } from './join-place.ts'

const at = (address: string) => new URL(address)

describe('the place that a class is told', () => {
  it('is where the page is open, when others can open it, too', () => {
    const place = joinPlace(at('http://dojo.lan:7420/instructor'), 'http://192.168.1.20:7420')
    expect(place).toEqual({ origin: 'http://dojo.lan:7420', host: 'dojo.lan:7420', isOnlyHere: false })
  })

  it.each(['http://127.0.0.1:7420', 'http://localhost:7420', 'http://[::1]:7420'])(
    'is not %s, which is another machine to each who opens it',
    (address) => {
      const place = joinPlace(at(address), 'http://192.168.1.20:7420')
      expect(place).toEqual({
        ...{ origin: 'http://192.168.1.20:7420', host: '192.168.1.20:7420', isOnlyHere: false },
      })
    },
  )

  it('is told to be of this machine only when the dojo listens nowhere else', () => {
    expect(joinPlace(at('http://127.0.0.1:7420'), null)).toMatchObject({ isOnlyHere: true })
    expect(joinPlace(at('http://127.0.0.1:7420'), undefined)).toMatchObject({ isOnlyHere: false })
  })
})
