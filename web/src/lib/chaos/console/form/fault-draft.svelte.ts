import type { FaultDescription } from '@noops-dojo/contracts'
import { fieldsOf, readForm, textOf, type ParamField, type Problem } from './param-form.ts'

export interface FaultOrder {
  use: string
  target: string
  with: Record<string, unknown>
}

/** The fault that is being put together: which, against what, with which values. */
export class FaultDraft {
  #fault = $state.raw<FaultDescription | null>(null)
  readonly #fields = $derived(fieldsOf(this.#fault?.params ?? {}))
  #texts = $state<Record<string, string>>({})
  #target = $state('')
  #isTried = $state(false)
  #touched = $state<Record<string, boolean>>({})
  #isPressed = false
  readonly #leftNames: string[] = []
  #refusal = $state.raw<{ param: string; message: string } | null>(null)
  readonly #reading = $derived(readForm(this.#fields, this.#texts))

  get fault(): FaultDescription | null {
    return this.#fault
  }

  get fields(): readonly ParamField[] {
    return this.#fields
  }

  get texts(): Readonly<Record<string, string>> {
    return this.#texts
  }

  get target(): string {
    return this.#target
  }

  set target(name: string) {
    this.#target = name
  }

  /** What is wrong now, whether or not anybody was told yet. */
  get problems(): Readonly<Record<string, Problem>> {
    return this.#reading.problems
  }

  /** What is wrong at a field, once somebody left it or tried to send it. */
  problemAt(name: string): Problem | undefined {
    return this.#isTried || this.#touched[name] ? this.#reading.problems[name] : undefined
  }

  /** What the server said about a field, until it is changed. */
  refusalAt(name: string): string | undefined {
    return this.#refusal?.param === name ? this.#refusal.message : undefined
  }

  refuse(param: string, message: string): void {
    this.#refusal = { param, message }
  }

  choose(fault: FaultDescription): void {
    if (fault.name === this.#fault?.name) return
    this.#fault = fault
    this.#texts = Object.fromEntries(this.#fields.map((field) => [field.name, textOf(field.fallback)]))
    this.#isTried = false
    this.#touched = {}
    this.#leftNames.length = 0
    this.#refusal = null
  }

  write(name: string, text: string): void {
    this.#texts[name] = text
    if (this.#refusal?.param === name) this.#refusal = null
  }

  leave(name: string): void {
    if (this.#isPressed) this.#leftNames.push(name)
    else this.#touched[name] = true
  }

  /** While a pointer is down nothing may move: a new line of error would take the button away from under it. */
  press(): void {
    this.#isPressed = true
  }

  release(): void {
    this.#isPressed = false
    for (const name of this.#leftNames.splice(0)) this.#touched[name] = true
  }

  /** The order, or null when something is missing: then the fields say what. `targets`: what may be hit. */
  read(targets: readonly string[]): FaultOrder | null {
    this.#isTried = true
    if (this.#fault === null || Object.keys(this.#reading.problems).length > 0) return null
    const isWhole = this.#fault.targetKind === 'sandbox'
    if (!isWhole && !targets.includes(this.#target)) return null
    return { use: this.#fault.name, target: isWhole ? '' : this.#target, with: this.#reading.values }
  }

  /** Somebody tried to send it without a target. */
  isTargetMissing(targets: readonly string[]): boolean {
    return this.#isTried && this.#fault?.targetKind !== 'sandbox' && !targets.includes(this.#target)
  }
}
