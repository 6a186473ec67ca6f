import type { Attempt, JournalEvent, LabSummary, SandboxView, TaskView } from '@noops-dojo/contracts'

/** A control run of a survive task: without the fault, or without one mechanism. */
export type AttemptKind =
  { readonly arm: 'placebo' } | { readonly arm: 'ablation'; readonly ablation: string }

/** Where a dojo listens and the grader’s token that it knows. */
export interface ServerAddress {
  readonly origin: string
  readonly token: string
}

/** What grading needs of a dojo. Calls reject with DojoError as the server sent it, or a TypeError when it is away. */
export interface GradingServer {
  readonly origin: string
  /** The same dojo, whose calls end with `signal` too; not the two that must not be left half done (start and end). */
  until(signal: AbortSignal): GradingServer
  listLabs(): Promise<LabSummary[]>
  /** A seed asks for a sandbox of its own; without one a warm sandbox may be given, which has its own seed. */
  startSandbox(labId: string, seed: string | undefined): Promise<SandboxView>
  readSandbox(sandboxId: string): Promise<SandboxView>
  endSandbox(sandboxId: string): Promise<void>
  /** `tar`: an uncompressed archive; lands in ~/submission. */
  upload(sandboxId: string, tar: Uint8Array): Promise<void>
  run(
    sandboxId: string,
    script: string,
    timeoutMs: number,
  ): Promise<{ exitCode: number | null; output: string }>
  /** Runs every open check once. */
  evaluate(sandboxId: string): Promise<SandboxView>
  answer(sandboxId: string, taskId: string, answers: string[]): Promise<TaskView>
  /** `kind`: a control run; default: the real one. */
  startAttempt(sandboxId: string, taskId: string, kind?: AttemptKind): Promise<Attempt>
  readAttempt(sandboxId: string, attemptId: string): Promise<Attempt>
  /** The whole event log, oldest first. */
  events(sandboxId: string): Promise<JournalEvent[]>
  /** The signed evidence bundle, NDJSON. */
  bundle(sandboxId: string): Promise<string>
}
