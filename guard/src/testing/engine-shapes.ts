import type { Shape } from './go-decoder.ts'

const mount: Shape = {
  struct: {
    Type: 'value',
    Source: 'value',
    Target: 'value',
    ReadOnly: 'value',
    VolumeOptions: {
      struct: { Labels: 'map', NoCopy: 'value', DriverConfig: { struct: { Name: 'value', Options: 'map' } } },
    },
    BindOptions: { struct: { Propagation: 'value' } },
  },
}

/** The fields of the engine's structs that could harm, and enough others to merge with. */
export const containerShape: Shape = {
  struct: {
    Image: 'value',
    Labels: 'map',
    HostConfig: {
      struct: {
        Privileged: 'value',
        NetworkMode: 'value',
        PidMode: 'value',
        IpcMode: 'value',
        UTSMode: 'value',
        CgroupnsMode: 'value',
        CgroupParent: 'value',
        Runtime: 'value',
        Memory: 'value',
        Binds: { list: 'value' },
        CapAdd: { list: 'value' },
        SecurityOpt: { list: 'value' },
        Devices: { list: { struct: { PathOnHost: 'value', PathInContainer: 'value' } } },
        Sysctls: 'map',
        Mounts: { list: mount },
      },
    },
  },
}

export const serviceShape: Shape = {
  struct: {
    Name: 'value',
    Labels: 'map',
    TaskTemplate: {
      struct: {
        ContainerSpec: {
          struct: {
            Image: 'value',
            Labels: 'map',
            Mounts: { list: mount },
            CapabilityAdd: { list: 'value' },
            Privileges: {
              struct: {
                CredentialSpec: { struct: { File: 'value' } },
                Seccomp: { struct: { Mode: 'value' } },
              },
            },
            Sysctls: 'map',
          },
        },
        Networks: { list: { struct: { Target: 'value' } } },
        Runtime: 'value',
      },
    },
    Networks: { list: { struct: { Target: 'value' } } },
  },
}

type Fields = Record<string, unknown>
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])

/** What in a decoded create body would harm; empty when nothing would. `ownSocket` is the one bind allowed. */
export function containerHarms(decoded: unknown, ownSocket: string): string[] {
  const host = ((decoded as Fields)?.HostConfig ?? {}) as Fields
  const harms = mountHarms(host.Mounts, ownSocket)
  if (host.Privileged === true) harms.push('Privileged')
  for (const field of ['NetworkMode', 'PidMode', 'IpcMode', 'UTSMode', 'CgroupnsMode'])
    if (host[field] === 'host') harms.push(field)
  for (const field of ['CgroupParent', 'Runtime']) if (host[field]) harms.push(field)
  for (const bind of (host.Binds as string[] | undefined) ?? [])
    if (String(bind).startsWith('/')) harms.push('Binds')
  for (const name of (host.CapAdd as string[] | undefined) ?? [])
    if (/ADMIN|ALL/i.test(String(name))) harms.push('CapAdd')
  for (const option of (host.SecurityOpt as string[] | undefined) ?? [])
    if (/unconfined/.test(String(option))) harms.push('SecurityOpt')
  if (listOf(host.Devices).length > 0) harms.push('Devices')
  if (Object.keys((host.Sysctls as object) ?? {}).length > 0) harms.push('Sysctls')
  return harms
}

/** The same for a service spec. */
export function serviceHarms(decoded: unknown, ownSocket: string): string[] {
  const template = ((decoded as Fields)?.TaskTemplate ?? {}) as Fields
  const container = (template.ContainerSpec ?? {}) as Fields
  const harms = mountHarms(container.Mounts, ownSocket)
  const privileges = (container.Privileges ?? {}) as Fields
  if ((privileges.CredentialSpec as Fields)?.File || (privileges.Seccomp as Fields)?.Mode)
    harms.push('Privileges')
  for (const name of (container.CapabilityAdd as string[] | undefined) ?? [])
    if (/ADMIN|ALL/i.test(String(name))) harms.push('CapabilityAdd')
  if (Object.keys((container.Sysctls as object) ?? {}).length > 0) harms.push('Sysctls')
  for (const { Target } of [...listOf(template.Networks), ...listOf((decoded as Fields)?.Networks)])
    if (Target === 'host') harms.push('Networks')
  if (template.Runtime === 'plugin') harms.push('Runtime')
  return harms
}

function mountHarms(mounts: unknown, ownSocket: string): string[] {
  return listOf(mounts).flatMap((mount) => {
    const options = ((mount?.VolumeOptions as Fields)?.DriverConfig as Fields)?.Options
    const harms = mount?.Type === 'bind' && mount.Source !== ownSocket ? ['a bind mount'] : []
    return Object.keys((options as object) ?? {}).length > 0 ? [...harms, 'driver options'] : harms
  })
}
