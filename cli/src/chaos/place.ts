import { createClient, type Client } from '@noops-dojo/contracts'
import { withServerAddress } from '../client/choose-server.ts'
import { httpGradingServer } from '../client/http-grading-server.ts'
import { findLab } from '../grading/find-lab.ts'
import { InvalidInputError } from '../grading/exit-codes.ts'
import { withSandbox } from '../grading/sandbox/with-sandbox.ts'
import type { RunChaosFlags } from './flags.ts'

/** Where an experiment runs. */
export interface ChaosPlace {
  readonly call: Client
  readonly sandboxId: string
}

/** An empty room for experiments that bring all they need. */
const defaultLab = 'self-healing/01-first-steps'

/** A lab of a folder, or by the id that a running dojo knows it by. */
const labOf = (flags: RunChaosFlags): { folders: string[]; labId: string } => {
  if (flags.server !== undefined && flags.lab !== undefined && !/[/.]/.test(flags.lab))
    return { folders: [], labId: flags.lab }
  const found = findLab(flags.lab ?? defaultLab)
  return { folders: [found.folder], labId: found.labId }
}

/**
 * Runs `work` in the sandbox that the flags name, or in a fresh one that is gone afterwards, with a running dojo or an
 * own one.
 */
export const withPlace = async <T>(
  flags: RunChaosFlags,
  signal: AbortSignal,
  work: (place: ChaosPlace) => Promise<T>,
): Promise<T> => {
  if (flags.sandbox !== undefined && flags.server === undefined)
    throw new InvalidInputError('--sandbox is a sandbox of a running dojo: say which by --server.')
  const { folders, labId } = flags.sandbox === undefined ? labOf(flags) : { folders: [], labId: '' }
  return withServerAddress(flags, { labs: folders, hasPool: false, signal }, async ({ origin, token }) => {
    const call = createClient({ origin, headers: { authorization: `Bearer ${token}` } })
    if (flags.sandbox !== undefined) return work({ call, sandboxId: flags.sandbox })
    const seed = flags.seed ?? String(Date.now())
    const isCold = flags.seed !== undefined || flags.server === undefined
    const order = { labId, seed, cold: isCold, pollMs: 500, signal }
    return withSandbox(httpGradingServer(origin, token), order, ({ id }) => work({ call, sandboxId: id }))
  })
}
