import type { Topology } from '@noops-dojo/contracts'
import type { ObservedNode } from '../ports/engine/sandbox-topology.ts'

type Link = Topology['links'][number]

/** A bare word is a host only where the variable says so: REDIS_HOST=cache, but not NAME=cache. */
const namesHost = /(HOST|HOSTNAME|ADDR|ADDRESS|SERVER|UPSTREAM)S?$/i
const host = /^(?:[^@/]*@)?(?:tasks\.)?([A-Za-z0-9][A-Za-z0-9_.-]*)(:\d{1,5})?(?:[/?#].*)?$/

/** Hosts that a value names: of a URL, of host:port, of a list of those. Longer values are no addresses. */
const hostsIn = (key: string, value: string): string[] => {
  if (value.length > 2_000) return []
  return value.split(/[\s,;|]+/).flatMap((piece) => {
    const scheme = piece.lastIndexOf('://')
    const [, name, port] = host.exec(scheme < 0 ? piece : piece.slice(scheme + 3)) ?? []
    if (name === undefined) return []
    return scheme >= 0 || port !== undefined || namesHost.test(key) ? [name] : []
  })
}

const stackOf = (name: string): string | undefined => /^([^_]+)_/.exec(name)?.[1]

/** The node that `name` means for `from`: by its own name, or by its name inside the same stack (web for shop_web). */
const nodeMeant = (names: readonly string[], from: string, name: string): string | undefined => {
  const stack = stackOf(from)
  if (stack !== undefined && names.includes(`${stack}_${name}`)) return `${stack}_${name}`
  if (names.includes(name)) return name
  const inStacks = names.filter((each) => stackOf(each) !== undefined && each.endsWith(`_${name}`))
  return inStacks.length === 1 ? inStacks[0] : undefined
}

/**
 * Who is told to talk to whom: variables of one node that name another. Only the variable's name is given, never its
 * value, which may hold a password.
 */
export const linksOf = (nodes: readonly ObservedNode[]): Link[] => {
  const names = nodes.map(({ node }) => node.name)
  const links = nodes.flatMap(({ node, env }) =>
    env.flatMap((setting): Link[] => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
      return hostsIn(key, value).flatMap((name) => {
        const to = nodeMeant(names, node.name, name)
        return to === undefined || to === node.name ? [] : [{ from: node.name, to, by: key }]
      })
    }),
  )
  return [...new Map(links.map((link) => [`${link.from} ${link.to} ${link.by}`, link])).values()]
}
