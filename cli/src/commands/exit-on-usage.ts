/** For commander's `exitOverride`: a flag or an argument that cannot be used ends with `invalid`, help with 0. */
export const exitOnUsage =
  (invalid: number) =>
  (error: { readonly exitCode: number }): never =>
    process.exit(error.exitCode === 0 ? 0 : invalid)
