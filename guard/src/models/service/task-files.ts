import type { Owned } from '../../ownership/directory.ts'
import type { EngineSecret } from '../../ownership/engine-objects.ts'
import { integer, list, object, refused, text, zero, type Read } from '../../parse/model.ts'
import type { Sandbox } from '../../sandbox.ts'
import { cleanPath } from '../fields.ts'

const fileModel = object({
  Name: text(512),
  UID: text(10, /^\d{1,9}$/),
  GID: text(10, /^\d{1,9}$/),
  Mode: integer(0, 0o777),
})

/** What a service's tasks find as files: references to secrets and configs. */
export const secretList = list(object({ File: fileModel, SecretID: text(64), SecretName: text(128) }), 32)
export const configList = list(
  object({ File: fileModel, Runtime: zero, ConfigID: text(64), ConfigName: text(128) }),
  32,
)

type Reference = { File?: Read<typeof fileModel>; id?: string; name?: string }

/** The engine's references to own secrets. Throws Refusal 403 or 404. */
export const secretReferences = (sandbox: Sandbox, asked: Read<typeof secretList>): Promise<unknown[]> =>
  references(
    sandbox,
    'secret',
    (asked ?? []).map(({ File, SecretID, SecretName }) => ({ File, id: SecretID, name: SecretName })),
  )

/** The engine's references to own configs. Throws Refusal 403 or 404. */
export const configReferences = (sandbox: Sandbox, asked: Read<typeof configList>): Promise<unknown[]> =>
  references(
    sandbox,
    'config',
    (asked ?? []).map(({ File, ConfigID, ConfigName }) => ({ File, id: ConfigID, name: ConfigName })),
  )

/** Resolved by id in the own list, and the name must be that object's. */
async function references(
  sandbox: Sandbox,
  kind: 'secret' | 'config',
  refs: Reference[],
): Promise<unknown[]> {
  const field = kind === 'secret' ? 'Secret' : 'Config'
  return Promise.all(
    refs.map(async ({ File, id, name }) => {
      const owned: Owned<EngineSecret> = await sandbox.directory.resolve(kind, id || name || '')
      if (name && name !== owned.name) throw refused(`${field}Name ${name}`)
      const file = {
        Name: target(kind, File?.Name ?? owned.name),
        UID: File?.UID || '0',
        GID: File?.GID || '0',
        Mode: File?.Mode ?? 0o444,
      }
      return { File: file, [`${field}ID`]: owned.id, [`${field}Name`]: owned.row.Spec.Name }
    }),
  )
}

/** A secret lands in /run/secrets unless an absolute path is given; neither may leave its place. */
function target(kind: string, name: string): string {
  if (name.startsWith('/')) {
    cleanPath(`${kind} target`, name)
    if (/^\/(proc|sys|dev)(\/|$)/.test(name)) throw refused(`${kind} target ${name}`)
    return name
  }
  if (!/^[A-Za-z0-9_.-]{1,255}$/.test(name) || name === '.' || name === '..')
    throw refused(`${kind} target ${name}`)
  return name
}
