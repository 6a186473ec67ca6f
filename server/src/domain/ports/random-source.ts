/** Identifiers and secrets. */
export abstract class RandomSource {
  /** Ten characters [a-z0-9], the first a letter. */
  abstract sandboxId(): string
  /** A sortable unique id for rows. */
  abstract rowId(): string
  /** Hex text of `bytes` random bytes. */
  abstract secret(bytes: number): string
  /** Six characters without look-alikes (no 0 O 1 I). */
  abstract joinCode(): string
}
