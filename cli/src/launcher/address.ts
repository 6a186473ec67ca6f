import { networkInterfaces } from 'node:os'
import { isEveryAddress, lanAddress, originAt, type Listening } from '@noops-dojo/contracts'

/** Gives the address at which this machine itself reaches the server. */
export const addressOf = (listening: Listening): string =>
  originAt(isEveryAddress(listening.host) ? { ...listening, host: '127.0.0.1' } : listening)

/** Gives the address to tell others in the room; this machine's own when it listens on loopback only. */
export const roomAddress = (listening: Listening): string => {
  const lan = isEveryAddress(listening.host) ? lanAddress(networkInterfaces()) : undefined
  return addressOf(lan === undefined ? listening : { ...listening, host: lan })
}
