import { describe, expect, it } from 'vitest'
import { corpusPolicy, ownContainer, ownId, tasks } from '../corpus/fixtures.ts'
import type { Sandbox } from '../sandbox.ts'
import { isPlatformName, Names } from './names.ts'
import { containerDetail } from './scrub-container.ts'
import { taskDetail } from './scrub-service.ts'

const folder = '/srv/data/run/aown000000'
const policy = corpusPolicy(folder)
const sandbox = { policy, names: new Names(policy) } as Sandbox
const mountError = `error mounting "${folder}/learner/docker.sock" to rootfs on endpoint s${ownId}-db`
const shownError = 'error mounting "/var/run/docker.sock" to rootfs on endpoint db'

describe('a sentence of the engine', () => {
  it("names the socket as the learner did, and no folder of the guard's", () => {
    expect(sandbox.names.scrub(mountError)).toBe(shownError)
    expect(sandbox.names.scrub(`mkdir ${folder}/judge: no space`)).toBe('mkdir /var/run: no space')
  })

  it('is told as well where a container and a task show it, without the process id of the host', () => {
    const State = { Status: 'exited', Error: mountError, Pid: 4242 }
    const shown = containerDetail(sandbox, { Id: ownContainer.Id, State })
    expect(shown.State).toEqual({ Status: 'exited', Error: shownError, Pid: 0 })
    const Status = { Err: mountError, ContainerStatus: { ContainerID: 'c', PID: 4242, ExitCode: 1 } }
    const task = taskDetail(sandbox, { ...tasks[0]!, Status }, () => false)
    expect(task.Status).toEqual({
      Err: shownError,
      ContainerStatus: { ContainerID: 'c', PID: 0, ExitCode: 1 },
    })
  })
})

describe('a name that ends in -gateway', () => {
  it.each([
    ['api-gateway', false],
    ['shop_api-gateway', false],
    ['corpus-gateway', true],
    ['Corpus-Gateway.', true],
    [`corpus-gateway.s${ownId}`, true],
    ['corpus-other-gateway', true],
  ])('is reserved only for the platform: %s', (name, isReserved) => {
    expect(isPlatformName(name, 'corpus')).toBe(isReserved)
  })
})
