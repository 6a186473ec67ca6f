import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { PolicyStore } from '../control/policy-store.ts'
import { Engine } from '../engine/engine.ts'
import { Spool } from '../events/spool.ts'
import { Guard } from '../guard.ts'
import { Watch } from '../observe.ts'
import { corpusPolicy, ownId } from './fixtures.ts'
import { StubEngine } from './stub-engine.ts'

/** A whole guard in this process in front of a recording stub. */
export class StubbedGuard {
  readonly stub = new StubEngine()
  readonly folder = mkdtempSync(join(tmpdir(), 'dojo-guard-'))
  guard!: Guard
  private engine!: Engine

  static async start(): Promise<StubbedGuard> {
    const stubbed = new StubbedGuard()
    await stubbed.stub.listen(join(stubbed.folder, 'engine.sock'))
    await stubbed.open(join(stubbed.folder, 'engine.sock'))
    return stubbed
  }

  /** Starts the guard anew, in front of a socket that may not exist. */
  async open(engineSocket: string): Promise<void> {
    await this.guard?.stop()
    this.engine = new Engine(engineSocket)
    const watch = new Watch(pino({ level: 'silent' }))
    const store = new PolicyStore(join(this.folder, 'policies'))
    this.guard = new Guard(this.engine, await Spool.open(join(this.folder, 'events')), watch, store)
    await this.guard.put(corpusPolicy(this.folder))
  }

  get learnerSocket(): string {
    return join(this.folder, 'learner/docker.sock')
  }

  /** Gives the sandbox its requests of a second back. */
  async refill(): Promise<void> {
    await this.guard.put(corpusPolicy(this.folder))
  }

  /** A fence is final: without it the sandbox is a new one. */
  async setFenced(isFenced: boolean): Promise<void> {
    if (isFenced) return this.guard.setPhase(ownId, 'fenced')
    await this.guard.remove(ownId)
    await this.refill()
  }

  /** Sends bytes and gives what came back: one whole answer, or with `isMany` all until nothing comes for `quietMs`. */
  exchange(bytes: Buffer, isMany = false, socketPath = this.learnerSocket, quietMs = 200): Promise<Buffer> {
    return new Promise((resolve) => {
      const parts: Buffer[] = []
      const socket = connect(socketPath)
      let timer = setTimeout(() => finish(), 2000)
      const finish = () => {
        clearTimeout(timer)
        socket.destroy()
        resolve(Buffer.concat(parts))
      }
      socket.on('data', (part) => {
        parts.push(part)
        clearTimeout(timer)
        if (!isMany && isWhole(Buffer.concat(parts), bytes.subarray(0, 5).toString() === 'HEAD '))
          return finish()
        timer = setTimeout(finish, quietMs)
      })
      socket.on('error', finish)
      socket.on('close', finish)
      socket.write(bytes)
    })
  }

  async stop(): Promise<void> {
    await this.guard.stop()
    this.stub.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Whether one answer is there to its end. */
function isWhole(bytes: Buffer, isHead: boolean): boolean {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return false
  const head = bytes.toString('latin1', 0, end)
  if (isHead) return true
  const length = /content-length: (\d+)/i.exec(head)?.[1]
  if (/^HTTP\/1\.1 (204|304) /.test(head)) return true
  if (/transfer-encoding: chunked/i.test(head))
    return bytes.includes('\r\n0\r\n\r\n') || bytes.subarray(end + 4).equals(Buffer.from('0\r\n\r\n'))
  return length !== undefined && bytes.length >= end + 4 + Number(length)
}
