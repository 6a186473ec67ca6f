import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { HostLoad } from '../../domain/ports/index.ts'

/**
 * Reads the fourth field of /proc/loadavg, `runnable/all` scheduling entities of the whole machine at this moment, also
 * inside a container (proc_loadavg(5)). Not /proc/pressure/cpu: there a program that its own limit holds back counts as
 * one that waits, and a fault that burns processor would look like a full machine.
 */
export class ProcHostLoad extends HostLoad {
  readonly #file: string
  readonly #processors: number

  constructor(file = '/proc/loadavg', processors = cpus().length) {
    super()
    this.#file = file
    this.#processors = processors
  }

  async runnablePerProcessor(): Promise<number | null> {
    const text = await readFile(this.#file, 'utf8').catch(() => '')
    const runnable = /^(?:\S+ ){3}(\d+)\//.exec(text)?.[1]
    if (runnable === undefined) return null
    // Who reads it runs.
    return Math.max(0, Number(runnable) - 1) / Math.max(1, this.#processors)
  }
}
