import { describe, expect, it } from 'vitest'
import { engineLabels } from '../../../domain/sandbox/engine-names.ts'
import { DockerSandboxEngine } from '../docker-sandbox-engine.ts'
import { GatewayMembership } from './gateway-membership.ts'

const status = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode, json: { message } })

/** As much of an engine as the gateway needs: three sandboxes, and a gateway that can be lost. */
class ScriptedDocker {
  readonly joined = new Set<string>()
  sandboxes = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']
  connects = 0
  hasGateway = false
  refuse: (network: string) => Error | undefined = () => undefined

  info = async () => ({ Swarm: { LocalNodeState: 'active' } })
  listNetworks = async ({ filters }: { filters: string }) => {
    const { name } = JSON.parse(filters) as { name?: string[] }
    return name ? [{ Id: 'control', Name: name[0] }] : this.sandboxes.map((id) => this.#network(id))
  }
  createContainer = async () => {
    this.hasGateway = true
  }
  getImage = () => ({ inspect: async () => ({ Id: 'image' }) })
  getContainer = () => ({ inspect: async () => this.#gateway(), start: async () => undefined })
  getNetwork = (name: string) => ({
    connect: async () => {
      this.connects += 1
      const refusal = this.refuse(name)
      if (refusal) throw refusal
      if (!this.sandboxes.some((id) => name === `s${id}`)) throw status(404, `network ${name} not found`)
      this.joined.add(name)
    },
  })

  #network(id: string) {
    const { instance, sandbox, role } = engineLabels
    return { Id: id, Name: `s${id}`, Labels: { [instance]: 'x', [sandbox]: id, [role]: 'network' } }
  }

  #gateway() {
    if (!this.hasGateway) throw status(404, 'no such container')
    return {
      Image: 'image',
      Config: { Labels: { [engineLabels.role]: 'gateway' } },
      Mounts: [{ Source: '/d/gateway' }],
      State: { Running: true },
      NetworkSettings: {
        Ports: { '7430/tcp': [{ HostPort: '1' }] },
        Networks: Object.fromEntries(['control', ...this.joined].map((name) => [name, {}])),
      },
    }
  }
}

const anEngine = () => {
  const docker = new ScriptedDocker()
  const call = (_what: string, work: (on: unknown) => Promise<unknown>) => work(docker)
  const callUnless = (statuses: number[], what: string, work: (on: unknown) => Promise<unknown>) =>
    call(what, work).catch((error: { statusCode: number }) => {
      if (!statuses.includes(error.statusCode)) throw error
    })
  const options = { socketPath: '', instance: 'x', dataDir: '/d', gatewayImage: 'g', imageTag: '1' }
  return { docker, engine: new DockerSandboxEngine(options, { call, callUnless } as never) }
}

describe('a new gateway', () => {
  it('is joined to every sandbox, also when one of them ends meanwhile', async () => {
    const { docker, engine } = anEngine()
    docker.refuse = (name) => {
      if (name === 'saaaaaaaaaa') docker.sandboxes = ['aaaaaaaaaa', 'cccccccccc']
      return undefined
    }
    expect(await engine.ensurePlatform()).toEqual({ gatewayOrigin: 'http://127.0.0.1:1', notJoined: {} })
    expect([...docker.joined]).toEqual(['saaaaaaaaaa', 'scccccccccc'])
  })

  it('is joined to the rest by the next pass when one join fails, and the failure is told', async () => {
    const { docker, engine } = anEngine()
    docker.refuse = (name) => (name === 'saaaaaaaaaa' ? status(500, 'no address left') : undefined)
    expect((await engine.ensurePlatform()).notJoined).toEqual({ aaaaaaaaaa: 'no address left' })
    expect([...docker.joined]).toEqual(['sbbbbbbbbbb', 'scccccccccc'])
    docker.refuse = () => undefined
    expect((await engine.ensurePlatform()).notJoined).toEqual({})
    expect(docker.joined.size).toBe(3)
  })

  it('is joined to the rest by the next server when this one was killed in between', async () => {
    const { docker, engine } = anEngine()
    docker.hasGateway = true
    docker.joined.add('saaaaaaaaaa')
    await engine.ensurePlatform()
    expect(docker.joined.size).toBe(3)
    docker.connects = 0
    await engine.ensurePlatform()
    expect(docker.connects).toBe(0)
  })
})

describe('the gateway and a network that goes', () => {
  const aMembership = () => {
    const did: string[] = []
    let joined = (): void => undefined
    const connect = async () => {
      did.push('join begins')
      await new Promise<void>((done) => (joined = done))
      did.push('join ends')
    }
    const network = { Labels: { [engineLabels.sandbox]: 'aaaaaaaaaa' } }
    const docker = { listNetworks: async () => [network], getNetwork: () => ({ connect }) }
    const call = (_what: string, work: (on: unknown) => Promise<unknown>) => work(docker)
    const membership = new GatewayMembership({ call } as never, 'x')
    const remove = () => membership.leaveFor('aaaaaaaaaa', async () => void did.push('removed'))
    return { did, membership, remove, end: () => joined() }
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it('are not joined while it is being removed, which waits for a join that has begun', async () => {
    const { did, membership, remove, end } = aMembership()
    const joining = membership.join('aaaaaaaaaa')
    const removing = remove()
    expect(await membership.joinRest(new Set())).toEqual({})
    expect(did).toEqual(['join begins'])
    end()
    await Promise.all([joining, removing])
    expect(did).toEqual(['join begins', 'join ends', 'removed'])
  })

  it('are joined once by two who ask at the same time', async () => {
    const { did, membership, end } = aMembership()
    const both = Promise.all([membership.join('aaaaaaaaaa'), membership.joinRest(new Set())])
    await turn()
    end()
    await both
    expect(did).toEqual(['join begins', 'join ends'])
  })
})
