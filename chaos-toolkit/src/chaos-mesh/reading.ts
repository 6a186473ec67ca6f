import { isMapping, type Mapping } from '../value/mapping.ts'
import type { MeshSpec, NotUnderstood } from './spec.ts'

/** A spec that remembers which of its fields were read: the others are told at the end. */
export class SpecReading {
  readonly title: string
  readonly notUnderstood: NotUnderstood[] = []
  readonly #spec: Mapping
  readonly #read = new Set<string>()

  constructor({ title, spec }: MeshSpec) {
    this.title = title
    this.#spec = spec
  }

  /** Gives the field at a path (`delay.latency`) and counts it, with all below it, as understood. */
  take(path: string): unknown {
    this.#read.add(path)
    return path
      .split('.')
      .reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), this.#spec)
  }

  /** Tells that a field is not done, and why. */
  refuse(field: string, why: string): void {
    this.#read.add(field)
    this.notUnderstood.push({ title: this.title, field: `spec.${field}`, why })
  }

  /** Tells every field that nobody has read. */
  finish(): void {
    for (const path of this.#leaves(this.#spec, ''))
      if (![...this.#read].some((read) => path === read || path.startsWith(`${read}.`)))
        this.notUnderstood.push({
          title: this.title,
          field: `spec.${path}`,
          why: 'the dojo knows no counterpart',
        })
  }

  #leaves(value: unknown, path: string): string[] {
    if (!isMapping(value) || Object.keys(value).length === 0) return path === '' ? [] : [path]
    return Object.entries(value).flatMap(([key, item]) =>
      this.#leaves(item, path === '' ? key : `${path}.${key}`),
    )
  }
}
