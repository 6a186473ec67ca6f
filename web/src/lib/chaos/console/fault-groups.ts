import {
  faultCategories,
  type FaultCategory,
  type FaultDescription,
  type Topology,
} from '@noops-dojo/contracts'

export interface FaultGroup {
  category: FaultCategory
  faults: FaultDescription[]
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/**
 * Gives the faults by category, in the order of the categories, each alphabetically. Every word of `query` must stand
 * in the name, a title in any language, or the category's name (`categoryNames`).
 */
export const groupFaults = (
  faults: readonly FaultDescription[],
  query: string,
  categoryNames: Record<FaultCategory, string>,
): FaultGroup[] => {
  const words = plain(query).split(/\s+/).filter(Boolean)
  const matches = ({ name, title, category }: FaultDescription): boolean => {
    const text = plain([name, title.en, title.ja ?? '', categoryNames[category]].join(' '))
    return words.every((word) => text.includes(word))
  }
  return faultCategories.flatMap((category) => {
    const found = faults.filter((fault) => fault.category === category && matches(fault))
    if (found.length === 0) return []
    return [{ category, faults: found.toSorted((a, b) => a.name.localeCompare(b.name)) }]
  })
}

/**
 * Names of what a fault may hit. A fault of containers also takes a service and then picks one of its copies; a fault
 * of services needs one; a fault of the sandbox has no target.
 */
export const targetsFor = (fault: FaultDescription, topology: Topology | null): string[] => {
  if (fault.targetKind === 'sandbox') return []
  const nodes = topology?.nodes ?? []
  return nodes
    .filter((node) => fault.targetKind === 'container' || node.kind === 'service')
    .map((node) => node.name)
}
