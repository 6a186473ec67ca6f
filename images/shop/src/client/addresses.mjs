import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

const resolver = new Resolver({ timeout: 500, tries: 2 })

/**
 * Gives an address of a host, drawn from all that DNS knows, and not one of `tried` while another is left. The
 * system's own look-up would sort them and ask the same replica each time. Rejects as `dns.lookup` does.
 */
export const drawAddress = async (host, tried) => {
  if (isIP(host)) return host
  const all = await resolver.resolve4(host).catch(() => [])
  const others = all.filter((address) => !tried.has(address))
  const list = others.length > 0 ? others : all
  if (list.length === 0) return (await lookup(host, { family: 4 })).address
  return list[Math.floor(Math.random() * list.length)]
}
