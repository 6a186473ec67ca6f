import { isMapping } from '../value/mapping.ts'
import type { SpecReading } from './reading.ts'

/** Labels that name an application, the most telling first. */
const labels = [
  'app.kubernetes.io/component',
  'app.kubernetes.io/name',
  'app',
  'component',
  'k8s-app',
  'name',
]

/**
 * Gives the service that a selector means: the value of the label that names an application. Undefined, and told, when
 * there is none.
 */
export const selectedService = (reading: SpecReading, path: string): string | undefined => {
  const given = reading.take(`${path}.labelSelectors`)
  const found = isMapping(given) ? given : {}
  const label = labels.find((name) => typeof found[name] === 'string')
  for (const other of Object.keys(found).filter((name) => name !== label))
    reading.refuse(`${path}.labelSelectors.${other}`, 'a sandbox has services by name, no labels')
  if (reading.take(`${path}.namespaces`) !== undefined)
    reading.refuse(`${path}.namespaces`, 'a sandbox is one namespace')
  if (label === undefined) {
    reading.refuse(`${path}.labelSelectors`, `none of the labels ${labels.join(', ')} names a service`)
    return undefined
  }
  return String(found[label])
}

/** Reads how many pods are meant; the dojo’s faults have a scope of their own. */
export const readMode = (reading: SpecReading): void => {
  const mode = reading.take('mode')
  const value = reading.take('value')
  if (mode === 'one' || mode === undefined) return
  const many = value === undefined ? String(mode) : `${String(mode)} ${String(value)}`
  reading.refuse('mode', `${many}: a fault hits one container, or the whole service, by its nature`)
}
