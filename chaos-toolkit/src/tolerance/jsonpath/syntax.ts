/** A JSON Path as jsonpath2 (which chaoslib uses) reads it. */
export interface Path {
  readonly from: 'root' | 'current'
  readonly steps: readonly Step[]
}

export interface Step {
  /** `..`: here and in everything below. */
  readonly isRecursive: boolean
  readonly subscripts: readonly Subscript[]
}

export type Subscript =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number; readonly step?: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'filter'; readonly condition: Condition }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Operand[] }

export type Operand =
  { readonly kind: 'path'; readonly path: Path } | { readonly kind: 'value'; readonly value: unknown }

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly all: readonly [Condition, Condition] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'some'; readonly operand: Operand }
  | { readonly kind: 'compare'; readonly by: Comparison; readonly left: Operand; readonly right: Operand }

/** A path that jsonpath2 refuses: the ValueError of its parser. */
export class PathSyntaxError extends Error {}
