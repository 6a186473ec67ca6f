import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownId } from '../corpus/fixtures.ts'
import { StubbedGuard } from '../corpus/stubbed-guard.ts'
import { planContainer } from '../models/container/create.ts'
import { planService } from '../models/service/spec.ts'
import { parseJson } from '../parse/json.ts'
import { Refusal } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import { containerHarms, containerShape, serviceHarms, serviceShape } from './engine-shapes.ts'
import { goDecode } from './go-decoder.ts'
import { listText, objectText, oneOfValues } from './hostile-json.ts'

let guard: StubbedGuard
let sandbox: Sandbox
beforeAll(async () => {
  guard = await StubbedGuard.start()
  sandbox = guard.guard.sandbox(ownId)!
})
afterAll(() => guard.stop())

const mount = objectText({
  Type: oneOfValues('bind', 'volume', 'tmpfs'),
  Source: oneOfValues('/', 'data', ''),
  Target: oneOfValues('/a', '/b'),
  VolumeOptions: objectText({ DriverConfig: objectText({ Options: oneOfValues({ type: 'nfs' }, {}) }) }),
})
const host = objectText({
  Privileged: oneOfValues(true, false),
  NetworkMode: oneOfValues('host', 'default', 'none'),
  PidMode: oneOfValues('host', ''),
  IpcMode: oneOfValues('host', 'private'),
  UTSMode: oneOfValues('host', ''),
  CgroupnsMode: oneOfValues('host', 'private'),
  CgroupParent: oneOfValues('/', ''),
  Runtime: oneOfValues('runc', ''),
  Memory: oneOfValues(0, 2 ** 26),
  Binds: listText(oneOfValues('/:/host', 'data:/d')),
  CapAdd: listText(oneOfValues('SYS_ADMIN', 'CHOWN')),
  SecurityOpt: listText(oneOfValues('seccomp=unconfined', 'no-new-privileges')),
  Devices: listText(oneOfValues({ PathOnHost: '/dev/sda' })),
  Sysctls: oneOfValues({ 'kernel.x': '1' }, {}),
  Mounts: listText(mount),
})
const create = objectText(
  { HostConfig: host, Labels: oneOfValues({ a: 'b' }), Tty: oneOfValues(true) },
  { Image: '"shop-web:1.0"' },
)

const containerSpec = objectText(
  {
    Mounts: listText(mount),
    CapabilityAdd: listText(oneOfValues('CAP_SYS_ADMIN', 'CHOWN')),
    Privileges: objectText({
      CredentialSpec: oneOfValues({ File: 'x' }, null),
      Seccomp: oneOfValues({ Mode: 'unconfined' }, null),
    }),
    Sysctls: oneOfValues({ 'kernel.x': '1' }, {}),
    TTY: oneOfValues(true),
  },
  { Image: '"shop-web:1.0"' },
)
const networks = listText(objectText({ Target: oneOfValues('host', 'backend') }))
const service = objectText(
  {
    TaskTemplate: objectText({
      ContainerSpec: containerSpec,
      Networks: networks,
      Runtime: oneOfValues('plugin', 'container'),
    }),
    Networks: networks,
  },
  { Name: '"web"', TaskTemplate: '{"ContainerSpec":{"Image":"shop-web:1.0"}}' },
)

/** What the guard would send for a text, or null when it refuses. Anything else than a refusal is a failure. */
async function sent(text: string, plan: (json: never) => Promise<unknown>): Promise<unknown> {
  try {
    return await plan(parseJson(Buffer.from(text)) as never)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

describe('random JSON against a model of the engine’s decoder', () => {
  it('never makes the guard send a harmful container, nor accept a text that the engine would read as one', async () => {
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(create, async (text) => {
        const socket = `${guard.folder}/learner/docker.sock`
        const plan = (await sent(text, (json) => planContainer(sandbox, json, 'x'))) as {
          body: unknown
        } | null
        if (!plan) return
        accepted++
        expect(containerHarms(goDecode(JSON.stringify(plan.body), containerShape), socket)).toEqual([])
        expect(containerHarms(goDecode(text, containerShape), socket)).toEqual([])
      }),
      { numRuns: 1500 },
    )
    expect(accepted).toBeGreaterThan(50)
  }, 60_000)

  it('never makes the guard send a harmful service, at create and at update', async () => {
    await fc.assert(
      fc.asyncProperty(service, fc.constantFrom('create' as const, 'update' as const), async (text, use) => {
        const plan = (await sent(text, (json) => planService(sandbox, json, use))) as { spec: unknown } | null
        if (!plan) return
        expect(serviceHarms(goDecode(JSON.stringify(plan.spec), serviceShape), '')).toEqual([])
        expect(serviceHarms(goDecode(text, serviceShape), '')).toEqual([])
      }),
      { numRuns: 800 },
    )
  }, 60_000)
})

describe('the model of Go’s decoder', () => {
  it('merges duplicates, folds letters and reuses elements, as measured on the engine', () => {
    const read = (text: string) => containerHarms(goDecode(text, containerShape), '')
    expect(read('{"HostConfig":{"NetworkMode":"host"},"hostconfig":{"Memory":1}}')).toEqual(['NetworkMode'])
    expect(read('{"Ho\u017ftConfig":{"Privileged":true}}')).toEqual(['Privileged'])
    expect(
      read('{"HostConfig":{"Mounts":[{"Type":"bind","Source":"/"}],"Mounts":[{"Target":"/x"}]}}'),
    ).toEqual(['a bind mount'])
    expect(read('{"HostConfig":{"Privileged":true,"Privileged":false}}')).toEqual([])
  })
})
