import type { IncomingMessage } from 'node:http'

const addedByProxies = /^(forwarded|via|x-real-ip|x-forwarded-.+)$/

/** True when a proxy sent a request on: then the address of the peer says nothing about who asks. */
export const isForwarded = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  Object.keys(headers).some((name) => addedByProxies.test(name))
