/**
 * Exit codes of `dojo chaos`, those of the real `chaos`: 0 when the experiment completed and did not deviate, 1 for
 * everything else, 2 for an option or a verb that there is not. A failing discover is 0 there, and here.
 */
export const chaosExit = { ok: 0, failed: 1, badOption: 2 } as const
export type ChaosExit = (typeof chaosExit)[keyof typeof chaosExit]
