let count = 0

/** An id that no other test of this run uses: ten characters, as sandbox ids are. */
export const fresh = (): string =>
  `t${process.pid.toString(36).padStart(5, '0').slice(-5)}${(count += 1).toString(36).padStart(4, '0')}`
