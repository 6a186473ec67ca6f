import { forbidden } from '../../refusal.ts'

/** Detach keys as `ctrl-p,ctrl-q`. Throws Refusal 403 for anything else. */
export function visibleDetachKeys(value: string | undefined): string | undefined {
  if (!value) return undefined
  if (!/^(?:ctrl-[a-z@[\\\]^_]|[ -~])(?:,(?:ctrl-[a-z@[\\\]^_]|[ -~])){0,9}$/.test(value))
    throw forbidden('detachKeys')
  return value
}
