import { createHash } from 'node:crypto'
import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import { label } from '../ownership/labels.ts'

export const ownId = 'aown000000'
export const otherId = 'bother0000'
const instance = 'corpus'
const hex = (seed: string, length = 64) => createHash('sha256').update(seed).digest('hex').slice(0, length)
const swarmId = (seed: string) =>
  BigInt(`0x${hex(seed)}`)
    .toString(36)
    .slice(0, 25)
const owner = (sandbox: string, role = 'learner') => ({
  [label.instance]: instance,
  [label.sandbox]: sandbox,
  [label.role]: role,
})

/** The policy under which the corpus is run. `folder` holds the sockets. */
export function corpusPolicy(folder: string, phase: GuardPolicy['phase'] = 'open'): GuardPolicy {
  return {
    sandboxId: ownId,
    instance,
    phase,
    network: `s${ownId}`,
    workstationContainer: `s${ownId}-workstation`,
    judgeContainer: `s${ownId}-judge`,
    sockets: { learner: `${folder}/learner`, judge: `${folder}/judge` },
    deadline: 4_000_000_000_000,
    catalogue: [
      { name: 'shop-web:1.0', image: 'noops-dojo/shop-web:1.0' },
      { name: 'nginx:1.27', image: 'noops-dojo/nginx:1.27' },
    ],
    limits: {
      containers: 50,
      networks: 10,
      volumes: 10,
      services: 10,
      secrets: 10,
      memoryBytes: 64 * 2 ** 30,
      containerMemoryBytes: 2 ** 29,
      cpus: 2,
      pids: 512,
      streams: 4,
      requestsPerSecond: 1000,
    },
    capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
  }
}

function container(
  sandbox: string,
  name: string,
  role = 'learner',
  id = hex(`container ${sandbox} ${name}`),
) {
  const labels = { ...owner(sandbox, role), [label.memory]: String(2 ** 29), [label.image]: 'shop-web:1.0' }
  return {
    Id: id,
    Names: [`/s${sandbox}-${name}`],
    Image: 'sha256:x',
    Labels: labels,
    State: 'running',
    Mounts: [],
    NetworkSettings: { Networks: {} },
  }
}

// Both begin alike, so that a three-digit prefix is ambiguous on the engine and not inside the sandbox.
export const ownContainer = container(ownId, 'db', 'learner', `abc${hex('own', 61)}`)
const ambiguousContainer = container(otherId, 'twin', 'learner', `abc${hex('twin', 61)}`)
const otherContainer = container(otherId, 'db', 'learner', `def${hex('other', 61)}`)
const workstation = container(ownId, 'workstation', 'workstation')
const judge = container(ownId, 'judge', 'judge')
export const containers = [ownContainer, ambiguousContainer, otherContainer, workstation, judge]

const network = (sandbox: string, name: string, role = 'learner') => ({
  Id: swarmId(`network ${sandbox} ${name}`),
  Name: name ? `s${sandbox}-${name}` : `s${sandbox}`,
  Driver: 'overlay',
  Labels: owner(sandbox, role),
  IPAM: { Config: [{ Subnet: '10.77.3.0/26', Gateway: '10.77.3.1' }] },
})
export const ownNetwork = network(ownId, 'backend')
const otherNetwork = network(otherId, 'backend')
const defaultNetwork = network(ownId, '', 'network')
export const networks = [ownNetwork, otherNetwork, defaultNetwork, network(otherId, '', 'network')]

const volume = (sandbox: string, name: string) => ({
  Name: `s${sandbox}-${name}`,
  Driver: 'local',
  Mountpoint: '/x',
  Labels: owner(sandbox),
})
export const ownVolume = volume(ownId, 'files')
const otherVolume = volume(otherId, 'files')
export const volumes = [ownVolume, otherVolume]

function service(sandbox: string, name: string) {
  const labels = { ...owner(sandbox), [label.memory]: String(2 ** 29) }
  const spec = {
    Name: `s${sandbox}-${name}`,
    Labels: labels,
    TaskTemplate: { ContainerSpec: { Image: 'sha256:x', Labels: labels } },
    Mode: { Replicated: { Replicas: 1 } },
  }
  return {
    ID: swarmId(`service ${sandbox} ${name}`),
    Version: { Index: 12 },
    Spec: spec,
    PreviousSpec: spec,
    Endpoint: {},
  }
}
export const ownService = service(ownId, 'web')
const otherService = service(otherId, 'web')
export const services = [ownService, otherService]

const task = (of: { ID: string }) => ({
  ID: swarmId(`task ${of.ID}`),
  ServiceID: of.ID,
  NodeID: swarmId('node'),
  Slot: 1,
  Spec: {},
})
const ownTask = task(ownService)
const otherTask = task(otherService)
export const tasks = [ownTask, otherTask]

const secret = (sandbox: string, name: string) => ({
  ID: swarmId(`secret ${sandbox} ${name}`),
  Spec: { Name: `s${sandbox}-${name}`, Labels: owner(sandbox) },
})
export const ownSecret = secret(ownId, 'db_pass')
const otherSecret = secret(otherId, 'other_pass')
export const secrets = [ownSecret, otherSecret]
export const ownConfig = secret(ownId, 'c')
const otherConfig = secret(otherId, 'c2')
export const configs = [ownConfig, otherConfig]

const image = (...RepoTags: string[]) => ({
  Id: `sha256:${hex(`image ${RepoTags[0]}`)}`,
  RepoTags,
  Config: { Labels: {} as Record<string, string> },
})
const otherImage = image(`s${otherId}/secretapp:1`)
const labelled = image(`s${ownId}/labelled:1`)
labelled.Config.Labels = { 'dojo.lab': otherId, [label.sandbox]: otherId }
export const images = [
  image('noops-dojo/shop-web:1.0'),
  image('noops-dojo/nginx:1.27'),
  image(`s${ownId}/myapp:1`),
  otherImage,
  labelled,
  image('debian:bookworm-slim'),
  image(`s${ownId}/team/app:1`),
]

export const execs: Record<string, string> = {
  [hex('exec own')]: ownContainer.Id,
  [hex('exec other')]: otherContainer.Id,
  [hex('exec ws')]: workstation.Id,
}

/** What `{{…}}` of a case stands for. */
export const placeholders: Record<string, string> = {
  OWN_C: ownContainer.Id,
  OTHER_C: otherContainer.Id,
  WS_C: workstation.Id,
  JUDGE_C: judge.Id,
  OWN_NET: ownNetwork.Id,
  OTHER_NET: otherNetwork.Id,
  LAB_DEFAULT_NET: defaultNetwork.Id,
  OWN_VOL: 'files',
  OTHER_VOL: otherVolume.Name,
  OWN_SVC: ownService.ID,
  OTHER_SVC: otherService.ID,
  OWN_TASK: ownTask.ID,
  OTHER_TASK: otherTask.ID,
  OWN_SECRET: ownSecret.ID,
  OWN_SECRET_NAME: 'db_pass',
  OTHER_SECRET: otherSecret.ID,
  OTHER_SECRET_NAME: 'other_pass',
  OWN_CONFIG: ownConfig.ID,
  OWN_CONFIG_NAME: 'c',
  OTHER_CONFIG: otherConfig.ID,
  OTHER_CONFIG_NAME: 'c2',
  OWN_EXEC: hex('exec own'),
  OTHER_EXEC: hex('exec other'),
  EXEC_OF_WS_C: hex('exec ws'),
  SHARED_IMG: 'shop-web:1.0',
  SHARED_IMG_ID: images[0]!.Id,
  SHARED_REPO: 'shop-web',
  CATALOG_REPO: 'nginx',
  CATALOG_SHORT: 'nginx:1.27',
  OWN_IMG: 'myapp:1',
  OWN_IMG_ID: images[2]!.Id,
  OTHER_IMG: otherImage.RepoTags[0]!,
  OTHER_IMG_ID: otherImage.Id,
  LAB_IMG_WITH_DOJO_LABEL: 'labelled:1',
  LAB_REGISTRY: 'registry.dojo',
  OTHER_GUARD_SOCK: `/var/lib/noops-dojo/run/${otherId}/learner/docker.sock`,
  PLATFORM_NAME: 'workstation',
  LAB: ownId,
  OTHER_LAB: otherId,
  NAME_EQUAL_TO_OTHER_ID_PREFIX: otherContainer.Id.slice(0, 12),
}

/** Fills the placeholders of a text, plain or percent-encoded. `{{X_12}}` is the first 12 hex digits of X. */
export function fill(text: string, values: Record<string, string> = placeholders): string {
  const value = (name: string): string => {
    if (Object.hasOwn(values, name)) return values[name]!
    const cut = /^(.*)_(\d{1,2})$/.exec(name)
    if (cut)
      return value(cut[1]!)
        .replace(/^sha256:/, '')
        .slice(0, Number(cut[2]))
    return hex(name)
  }
  return text
    .replace(/\{\{([A-Z0-9_]+)\}\}/g, (_, name: string) => value(name))
    .replace(/%7B%7B([A-Z0-9_]+)%7D%7D/gi, (_, name: string) => encodeURIComponent(value(name)))
}

/** The same placeholders with every foreign object replaced by one of the same form that does not exist. */
export const missing: Record<string, string> = Object.fromEntries(
  Object.entries(placeholders).map(([name, value]) => {
    if (!/^(OTHER_|WS_|JUDGE_|EXEC_OF)/.test(name)) return [name, value]
    if (/^[0-9a-f]{64}$/.test(value)) return [name, `fed${hex(`missing ${name}`, 61)}`]
    if (/^sha256:/.test(value)) return [name, `sha256:fed${hex(`missing ${name}`, 61)}`]
    return [
      name,
      /^[a-z0-9]{25}$/.test(value) ? swarmId(`missing ${name}`) : value.replaceAll(otherId, 'zmissing00'),
    ]
  }),
)
