import type { BoardRow, PreparationView, SandboxView } from '@noops-dojo/contracts'

/** What the live sockets show; bound to the use cases that also answer over HTTP. */
export abstract class LiveViews {
  /** Undefined: there is no such sandbox (any more). */
  abstract sandbox(sandboxId: string): Promise<SandboxView | undefined>
  abstract board(classroomId: string): Promise<BoardRow[]>
  /** Null: nothing is kept ready for the class. */
  abstract preparation(classroomId: string): Promise<PreparationView | null>
}
