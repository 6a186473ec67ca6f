/**
 * Environment variables that an experiment may read. `host` are those of the person who runs it, without the dojo’s
 * own (they hold its keys); `own` are those that variable files and functions set, and only these reach processes.
 */
export class Environment {
  readonly #host: Readonly<Record<string, string | undefined>>
  readonly #own: Record<string, string> = {}

  constructor(host: Readonly<Record<string, string | undefined>> = {}) {
    this.#host = host
  }

  get(name: string): string | undefined {
    if (Object.hasOwn(this.#own, name)) return this.#own[name]
    return name.startsWith('DOJO_') ? undefined : this.#host[name]
  }

  set(name: string, value: string): void {
    this.#own[name] = value
  }

  /** Gives what a process of the experiment is started with. */
  forProcesses(): Record<string, string> {
    return { ...this.#own }
  }
}
