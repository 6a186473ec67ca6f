import { PythonError } from '../failure/python-error.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import { typeName } from '../value/type-name.ts'
import { fillTemplate, type Lookup } from './template.ts'

/** Configuration and secrets as they stand: a control may change them while the experiment runs. */
export interface Settings {
  readonly configuration: Mapping
  /** Scopes of names; only the second level is visible to `${}`. */
  readonly secrets: Mapping
}

const lookupIn =
  ({ configuration, secrets }: Settings): Lookup =>
  (name) => {
    for (const scope of [configuration, ...Object.values(secrets)]) {
      if (!isMapping(scope))
        throw new PythonError('TypeError', `'${typeName(scope)}' secrets cannot be looked up by name`)
      if (Object.hasOwn(scope, name)) return { value: scope[name] }
    }
    return undefined
  }

const fill = (data: unknown, lookup: Lookup): unknown => {
  if (typeof data === 'string') return fillTemplate(data, lookup)
  if (Array.isArray(data)) return data.map((item) => fill(item, lookup))
  if (!isMapping(data)) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, fill(value, lookup)]))
}

/**
 * Replaces `${name}` in a value, in lists and dicts too (keys stay). Configuration comes before secrets. The value
 * itself is not changed. Source: chaoslib/__init__.py `substitute`.
 */
export const substitute = (data: unknown, settings: Settings): unknown =>
  isTruthy(data) ? fill(data, lookupIn(settings)) : data

/** Arguments are left alone, `$$` too, when there is neither configuration nor a secret: chaoslib does it so. */
export const substituteArguments = (data: unknown, settings: Settings): unknown =>
  isTruthy(data) && (isTruthy(settings.configuration) || isTruthy(settings.secrets))
    ? substitute(data, settings)
    : data
