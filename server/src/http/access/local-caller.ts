import type { IncomingMessage } from 'node:http'

const addedByProxies = /^(forwarded|via|x-real-ip|x-forwarded-.+)$/
const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/** What of a request says where it comes from. */
export type Caller = Pick<IncomingMessage, 'headers'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>
}

/**
 * True when a program on this machine asks. Not when a proxy on this machine sent the request on: then the address of
 * the peer says nothing about who asks.
 */
export const isLocalCaller = ({ headers, socket }: Caller): boolean =>
  loopback.test(socket.remoteAddress ?? '') && !Object.keys(headers).some((name) => addedByProxies.test(name))
