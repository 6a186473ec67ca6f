import type { Interrupts, SignalName } from '@noops-dojo/chaos-toolkit'

const names: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2']

/**
 * Runs `work` with the signals of the real tool: while an experiment plays they interrupt it as chaoslib does; before
 * and after that SIGINT and SIGTERM take down what was put up.
 */
export const withSignals = async <T>(
  interrupts: Interrupts,
  work: (abort: AbortSignal, playing: (isPlaying: boolean) => void) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController()
  let isPlaying = false
  const listeners = names.map((name) => {
    const listener = (): void => {
      if (isPlaying) interrupts.raise(name)
      else if (name === 'SIGINT' || name === 'SIGTERM') {
        if (controller.signal.aborted) process.exit(1)
        console.error(`\n${name}: taking down what was put up; once more ends at once.`)
        controller.abort(new Error('interrupted'))
      }
    }
    process.on(name, listener)
    return { name, listener }
  })
  try {
    return await work(controller.signal, (value) => {
      isPlaying = value
    })
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener)
  }
}
