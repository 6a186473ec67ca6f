/** Where this engine did something else than chaoslib on purpose. Goes into the journal’s extension. */
export interface Divergence {
  /** Name of the activity, or the section. */
  readonly where: string
  readonly chaoslib: string
  readonly here: string
}
