/** A command that ended. `status` is the exit code, null when its time ran out. */
export interface CommandResult {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Command {
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Without one the port’s own limit holds. */
  readonly timeoutMs?: number
}

/**
 * The machine on which processes of an experiment run and from which its HTTP calls go out: the judge of a sandbox,
 * never the host.
 */
export interface Judge {
  /** Rejects only when the judge itself cannot be reached. */
  run(command: Command): Promise<CommandResult>
}
