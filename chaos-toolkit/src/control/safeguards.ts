import { invalidActivity } from '../failure/chaos-error.ts'
import { asDict, asList, dictIn } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import type { ControlModule, ControlWorld } from './control-module.ts'

const probesOf = (args: Mapping): Mapping[] => asList(args.probes).map(asDict)

/** The probes of one run, and what stops them. */
class Guardian {
  readonly #stop = new AbortController()
  readonly #work: Promise<void>[] = []
  #isTriggered = false

  /** Plays probes without `background` and `frequency` at once; the others go on beside the experiment. */
  async watch(probes: readonly Mapping[], world: ControlWorld): Promise<void> {
    const now: Promise<void>[] = []
    for (const probe of probes) {
      if (isTruthy(probe.frequency)) this.#work.push(this.#repeat(probe, world))
      else (isTruthy(probe.background) ? this.#work : now).push(this.#once(probe, world))
    }
    await Promise.all(now)
  }

  async end(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#work)
  }

  async #repeat(probe: Mapping, world: ControlWorld): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const isHealthy = await world.isHealthy(probe)
      await world.clock.sleep(Number(probe.frequency) * 1000, signal)
      if (!signal.aborted && !isHealthy) this.#trigger(probe, world)
    }
  }

  async #once(probe: Mapping, world: ControlWorld): Promise<void> {
    if (!(await world.isHealthy(probe))) this.#trigger(probe, world)
  }

  /** Ends the experiment once; the rollbacks are played when their strategy says so for interrupted ones. */
  #trigger(probe: Mapping, world: ControlWorld): void {
    if (this.#isTriggered || this.#stop.signal.aborted) return
    this.#isTriggered = true
    world.notes.error(`Safeguard '${String(probe.name)}' triggered the end of the experiment`)
    world.interrupt('SIGUSR1')
  }
}

/** chaosaddons.controls.safeguards: probes that interrupt the experiment when something is wrong. */
export const safeguards = (): ControlModule => {
  const guardian = new Guardian()
  return {
    validate: (control) => {
      const { probes } = dictIn(dictIn(control, 'provider'), 'arguments')
      if (!isTruthy(probes)) throw invalidActivity(`Control '${String(control.name)}' must have probes`)
      for (const probe of asList(probes).map(asDict))
        if (!('tolerance' in probe))
          throw invalidActivity(`safeguard probe '${String(probe.name)}' must have a tolerance entry`)
    },
    apply: ({ level, scope, args, world }) => {
      if (level !== 'experiment') return
      return scope === 'before' ? guardian.watch(probesOf(args), world) : guardian.end()
    },
    cleanup: () => guardian.end(),
  }
}
