import { describe, expect, it } from 'vitest'
import { pushPackets, windowSizePacket } from './dtach-protocol.ts'

describe('dtach packets', () => {
  it('carry input eight bytes at a time', () => {
    const packets = pushPackets(Buffer.from('0123456789'))
    expect(packets).toHaveLength(20)
    expect(packets.subarray(0, 10)).toEqual(Buffer.from('\x00\x0801234567'))
    expect(packets.subarray(10)).toEqual(Buffer.from('\x00\x0289\x00\x00\x00\x00\x00\x00'))
  })

  it('are none for no input', () => {
    expect(pushPackets(new Uint8Array())).toHaveLength(0)
  })

  it('carry a window size as rows, then columns', () => {
    expect([...windowSizePacket(300, 24)]).toEqual([3, 0, 24, 0, 44, 1, 0, 0, 0, 0])
  })
})
