export interface PartHealth {
  readonly ok: boolean
  readonly detail: string
}

/** Whether the parts that the server needs can work now: database, engine, guard, gateway, labs. Never throws. */
export abstract class Readiness {
  abstract parts(): Promise<Record<string, PartHealth>>
}
