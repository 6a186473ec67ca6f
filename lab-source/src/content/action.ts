import type { ContentBlock } from '@noops-dojo/contracts'
import { suggestion } from '../yaml/nearest.ts'
import { readAttributes } from './attributes.ts'

type Action = Extract<ContentBlock, { type: 'action' }>

interface Form {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  readonly example: string
}

/** The actions of a code block and what stands after their name. */
export const actionForms: Record<Action['action'], Form> = {
  exec: { required: [], optional: ['terminal'], example: '```sh exec' },
  copy: { required: [], optional: [], example: '```sh copy' },
  edit: { required: ['file'], optional: [], example: '```yaml edit file=stack.yaml' },
  open: { required: ['target'], optional: [], example: '```text open target=web:8080' },
  inject: { required: ['fault'], optional: [], example: '```text inject fault=crash' },
}

const names = Object.keys(actionForms) as Action['action'][]

/**
 * Reads the words after the fence: `sh exec terminal=main`. Gives the action, undefined for a code block that is only
 * shown (one word or none), or a sentence that says what is wrong.
 */
export const readAction = (info: string, text: string): Action | string | undefined => {
  const [language = '', name, ...rest] = info.split(/\s+/)
  if (name === undefined) return undefined
  if (!(name in actionForms)) return `There is no action "${name}".${suggestion(name, names)}`
  const form = actionForms[name as Action['action']]
  const args = readAttributes(rest.join(' '))
  if (!args) return `After "${name}" stand pairs like file=stack.yaml: ${form.example}`
  const missing = form.required.find((key) => args[key] === undefined)
  if (missing !== undefined) return `"${name}" needs ${missing}=…: ${form.example}`
  const allowed = [...form.required, ...form.optional]
  const unknown = Object.keys(args).find((key) => !allowed.includes(key))
  if (unknown !== undefined) return `"${name}" knows no ${unknown}=…${suggestion(unknown, allowed)}`
  return { type: 'action', action: name as Action['action'], language, text, args }
}
