import type { Journal, Run, SteadyState } from '../src/journal/journal.ts'

const cleanRun = ({ start: _, end: __, duration: ___, ...run }: Run): object => {
  const output = run.output as { headers?: Record<string, string> } | null
  if (output !== null && typeof output === 'object' && output.headers) {
    const type = Object.entries(output.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
    run.output = { ...output, headers: { 'content-type': type ?? null } }
  }
  return {
    ...run,
    ...(run.exception
      ? {
          exception: run.exception
            .at(-1)
            ?.trim()
            .replace(/(failed to connect to \S+):.*/s, '$1'),
        }
      : {}),
  }
}

const cleanState = (state: SteadyState | null): object | null =>
  state && { ...state, probes: state.probes.map(cleanRun) }

/** Leaves out of a journal what differs from run to run, as record.py does. */
export const clean = (journal: Journal): object => {
  const { before, after, during } = journal.steady_states
  const looks = new Map(during.map(cleanState).map((state) => [JSON.stringify(state), state]))
  return {
    experiment: journal.experiment,
    status: journal.status,
    deviated: journal.deviated,
    steady_states: {
      before: cleanState(before),
      after: cleanState(after),
      during: [...looks.keys()].sort().map((key) => looks.get(key)),
    },
    run: journal.run.map(cleanRun),
    rollbacks: journal.rollbacks.map(cleanRun),
  }
}
