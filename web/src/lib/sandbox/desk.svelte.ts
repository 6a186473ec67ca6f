import { goto } from '$app/navigation'
import { resolve } from '$app/paths'
import type { AttemptArm, LocalizedText, TaskView, Verdict } from '@noops-dojo/contracts'
import { createContext, untrack } from 'svelte'
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { api, failureOf, type Failure } from '#lib/api/client.ts'
import { frontTab, hasRuns, neighbourOf, previewTabs } from '#lib/lab/tab-order.ts'
import { Whereabouts } from '#lib/lab/whereabouts.svelte.ts'
import { TerminalConnection } from '#lib/terminal/terminal-connection.svelte.ts'
import { isAbsence, isOver, type Place, type PlacedFailure, type Standing } from './desk-failures.ts'
import { LiveSandbox } from './live-sandbox.svelte.ts'

const terminalNames = (index: number): string => `extra-${index}`

/** What a person can do on the lab page. Every button, clickable command and key ends here. */
export class Desk {
  readonly live: LiveSandbox
  readonly whereabouts: Whereabouts
  #terminals = $state.raw<TerminalConnection[]>([])
  readonly #busy = new SvelteSet<Place>()
  readonly #failures = new SvelteMap<Place, PlacedFailure>()
  #shownVerdict = $state.raw<Verdict | null>(null)
  #previewKey = $state(0)
  readonly #hints = new SvelteMap<string, LocalizedText[]>()

  constructor(live: LiveSandbox) {
    this.live = live
    this.whereabouts = new Whereabouts(live.id)
  }

  get terminals(): readonly TerminalConnection[] {
    return this.#terminals
  }

  get tab(): string {
    return this.whereabouts.tab
  }

  set tab(next: string) {
    this.whereabouts.tab = next
  }

  get shownVerdict(): Verdict | null {
    return this.#shownVerdict
  }

  set shownVerdict(verdict: Verdict | null) {
    this.#shownVerdict = verdict
  }

  /** Changes when the preview is to be loaded again. */
  get previewKey(): number {
    return this.#previewKey
  }

  isBusy(place: Place): boolean {
    return this.#busy.has(place)
  }

  failureAt(place: Place): Failure | null {
    return this.#failures.get(place)?.failure ?? null
  }

  /** Takes the failure at `place` away: the person has read it. */
  dismiss(place: Place): void {
    this.#failures.delete(place)
  }

  /** Takes away what failed and is over. Reads the live sandbox, so that an effect runs it with each snapshot. */
  forgetWhatIsOver(): void {
    const now = this.#standing()
    untrack(() => {
      for (const failed of this.#failures.values()) {
        // What the page knew when it failed may be older than the failure: the next snapshot counts.
        const isNews = failed.before.view !== now.view || failed.before.connections !== now.connections
        if (isNews && isOver(failed, now)) this.#failures.delete(failed.place)
      }
    })
  }

  /** Opens the terminals that the lab asks for and those that the sandbox already has, and the tab that was in front. */
  openTerminals(): void {
    const { lab, view } = this.live
    const wanted = (lab?.tabs ?? []).flatMap((tab) => ('terminal' in tab ? [tab.terminal] : []))
    const running = (view?.terminals ?? []).filter((name) => !this.whereabouts.isClosed(name))
    for (const name of [...(wanted.length > 0 ? wanted : ['main']), ...running]) this.#addTerminal(name)
    const known = [
      ...this.#terminals.map((one) => `terminal:${one.name}`),
      ...previewTabs(lab, view).map((one) => `preview:${one.target}`),
      'chaos',
      ...(hasRuns(lab) ? ['runs'] : []),
    ]
    this.tab = frontTab(this.tab, known)
  }

  addTerminal(): void {
    let index = 2
    while (this.#terminals.some((one) => one.name === terminalNames(index))) index += 1
    this.whereabouts.setClosed(terminalNames(index), false)
    this.#addTerminal(terminalNames(index))
    this.tab = `terminal:${terminalNames(index)}`
  }

  /** Shuts the tab, also for a reload; the shell in the sandbox goes on. */
  closeTerminal(name: string): void {
    const names = this.#terminals.map((one) => one.name)
    this.#terminals = this.#terminals.filter((one) => one.name !== name)
    this.whereabouts.setClosed(name, true)
    this.tab = `terminal:${neighbourOf(name, names)}`
  }

  get activeTerminal(): TerminalConnection | undefined {
    return this.#terminals.find((one) => `terminal:${one.name}` === this.tab) ?? this.#terminals[0]
  }

  /** Runs a command of the text in the terminal that is in front, in view. Gives false when no shell is connected. */
  run(command: string): boolean {
    const terminal = this.activeTerminal
    if (terminal === undefined) return false
    this.tab = `terminal:${terminal.name}`
    const isSent = terminal.run(command)
    if (isSent) this.whereabouts.show('work')
    return isSent
  }

  openPreview(target?: string): void {
    const previews = previewTabs(this.live.lab, this.live.view)
    const wanted = previews.find((one) => one.target === target) ?? previews[0]
    this.tab = `preview:${wanted?.target ?? target ?? ''}`
    this.whereabouts.show('work')
    this.reloadPreview()
  }

  reloadPreview(): void {
    this.#previewKey += 1
  }

  check = (taskId: string): Promise<void> =>
    this.#changeTask(taskId, () => api('checkTask', { params: this.#task(taskId) }))

  answer = (taskId: string, answers: string[]): Promise<void> =>
    this.#changeTask(taskId, () => api('answerTask', { params: this.#task(taskId), body: { answers } }))

  openHint = (taskId: string, index: number): Promise<void> =>
    this.#changeTask(taskId, async () => {
      const { hint, task } = await api('openHint', { params: { ...this.#task(taskId), index } })
      const known = [...(this.#hints.get(taskId) ?? [])]
      known[index] = hint
      this.#hints.set(taskId, known)
      return task
    })

  /** Those that are open, in all their languages. */
  hintsOf(taskId: string): readonly LocalizedText[] {
    return this.#hints.get(taskId) ?? []
  }

  startAttempt = (taskId: string, arm: AttemptArm = 'fault', ablation?: string): Promise<void> =>
    this.#attempt(`task:${taskId}`, async () => {
      const body = { arm, ...(ablation !== undefined && { ablation }) }
      this.live.takeAttempt(await api('startAttempt', { params: this.#task(taskId), body }))
    })

  inject = (faultId: string): Promise<void> =>
    this.#attempt(`fault:${faultId}`, async () => {
      this.live.takeRun(await api('injectFault', { params: { sandboxId: this.live.id, faultId } }))
    })

  extend = (): Promise<void> =>
    this.#attempt('session', async () => {
      this.live.takeAnswer(await api('extendSandbox', { params: { sandboxId: this.live.id } }))
    })

  end = (): Promise<void> =>
    this.#attempt('session', async () => {
      this.live.takeAnswer(await api('endSandbox', { params: { sandboxId: this.live.id } }))
    })

  /** Asks for a fresh sandbox of the same lab and goes there. */
  startAgain = (): Promise<void> =>
    this.#attempt('session', async () => {
      const fresh = await api('startSandbox', { body: { labId: this.live.view?.labId ?? '' } })
      await goto(resolve('/sandboxes/[sandboxId]', { sandboxId: fresh.id }))
    })

  #addTerminal(name: string): void {
    if (this.#terminals.some((one) => one.name === name)) return
    this.#terminals = [...this.#terminals, new TerminalConnection(this.live.id, name)]
  }

  #task(taskId: string): { sandboxId: string; taskId: string } {
    return { sandboxId: this.live.id, taskId }
  }

  #changeTask(taskId: string, call: () => Promise<TaskView>): Promise<void> {
    return this.#attempt(`task:${taskId}`, async () => {
      const asked = this.live.view
      this.live.takeTask(await call(), asked)
    })
  }

  async #attempt(place: Place, call: () => Promise<void>): Promise<void> {
    this.#busy.add(place)
    this.#failures.delete(place)
    try {
      await call()
      for (const { place: other, failure } of this.#failures.values())
        if (isAbsence(failure.code)) this.#failures.delete(other)
    } catch (thrown) {
      this.#failures.set(place, { place, failure: failureOf(thrown), before: this.#standing() })
    }
    this.#busy.delete(place)
  }

  #standing(): Standing {
    const { view, attempts, connections } = this.live
    return { view, attempts, connections, at: this.live.now() }
  }
}

export const [useDesk, setDesk] = createContext<Desk>()
