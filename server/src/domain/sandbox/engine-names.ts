/** Labels on every object that the platform or the guard makes in the engine. All that adoption needs is in them. */
export const engineLabels = {
  instance: 'dev.noops-dojo.instance',
  sandbox: 'dev.noops-dojo.sandbox',
  role: 'dev.noops-dojo.role',
  deadline: 'dev.noops-dojo.deadline',
  lab: 'dev.noops-dojo.lab',
  /** The image as the learner wrote it; the guard pins what runs by id. */
  image: 'dev.noops-dojo.image',
} as const

export type EngineRole = 'workstation' | 'judge' | 'gateway' | 'network' | 'learner' | 'helper'
export type SandboxPart = 'workstation' | 'judge'

/** Engine name of the sandbox’s network. */
export const networkName = (sandboxId: string): string => `s${sandboxId}`

/** Engine name of what the learner calls `name`; stacks too: `shop_web` → `s<id>-shop_web`. */
export const engineName = (sandboxId: string, name: string): string => `s${sandboxId}-${name}`

/** Engine name of the workstation or the judge. */
export const partName = (sandboxId: string, part: SandboxPart): string => engineName(sandboxId, part)

/** The learner’s word for an engine name of the sandbox; null when the name is not one of the sandbox. */
export const shortName = (sandboxId: string, name: string): string | null => {
  const prefix = engineName(sandboxId, '')
  return name.startsWith(prefix) ? name.slice(prefix.length) : null
}

/** Sandbox id inside an engine name (`s<id>` or `s<id>-web`), or null. */
export const sandboxOfName = (name: string): string | null =>
  /^s([a-z][a-z0-9]{9})(-|$)/.exec(name)?.[1] ?? null

export const gatewayName = (instance: string): string => `${instance}-gateway`
export const controlNetworkName = (instance: string): string => `${instance}-control`

/** Engine tag of a catalogue image: `shop-web:1.0` → `noops-dojo/shop-web:1.0`. */
export const catalogueImage = (name: string): string => `noops-dojo/${name}`

/** A URL of a lab file as the gateway must ask it: the host becomes the engine’s name of the sandbox’s object. */
export const probeUrl = (sandboxId: string, url: string): string => {
  const parsed = new URL(url)
  parsed.hostname = engineName(sandboxId, parsed.hostname)
  return parsed.href
}
