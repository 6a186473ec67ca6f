import { RandomSource } from '../../domain/ports/random-source.ts'

/** Ids that count up, so that tests can foretell them. */
export class FakeRandomSource extends RandomSource {
  private count = 0

  sandboxId(): string {
    return `s${this.next().padStart(9, '0')}`
  }

  rowId(): string {
    return `row${this.next().padStart(6, '0')}`
  }

  secret(bytes: number): string {
    return this.next().padStart(bytes * 2, '0')
  }

  joinCode(): string {
    const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
    let rest = (this.count += 1)
    return Array.from({ length: 6 }, () => {
      const letter = letters[rest % letters.length]
      rest = Math.floor(rest / letters.length)
      return letter
    }).join('')
  }

  private next(): string {
    return (this.count += 1).toString(16)
  }
}
