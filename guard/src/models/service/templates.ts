import { isPlatformName } from '../../ownership/names.ts'
import { refused } from '../../parse/model.ts'
import type { Sandbox } from '../../sandbox.ts'
import type { Mount } from '../mounts.ts'

const placeholder = /^ {0,4}\.(Service\.(ID|Name)|Task\.(ID|Name|Slot)) {0,4}$/

/** Swarm expands `{{…}}` in Env and Hostname; only a task's own identity may be asked for. Throws Refusal 403. */
export function checkTemplates(values: readonly string[]): void {
  for (const value of values) {
    const [, ...expressions] = value.split('{{')
    for (const expression of expressions) {
      const end = expression.indexOf('}}')
      if (end < 0 || end > 40 || !placeholder.test(expression.slice(0, end)))
        throw refused(
          'a template other than {{.Service.Name}}, {{.Service.ID}}, {{.Task.Name}}, {{.Task.ID}}, {{.Task.Slot}}',
        )
    }
  }
}

/** A slot has as many digits as the largest service needs. */
const slots = ['0', '00', '000', '0000']
const swarmId = 'x'.repeat(25)

/**
 * A hostname of tasks, its templates checked already. Engines from 25 on answer it in their DNS, so it may become no name
 * of the platform, whatever Swarm puts in: the engine's name of the service `jud` and `ge` behind it would be the
 * judge's. Throws Refusal 403.
 */
export function checkTaskHostname({ policy }: Sandbox, service: string, hostname: string | undefined): void {
  if (!hostname) return
  if (!/^[A-Za-z0-9_{}. -]{1,128}$/.test(hostname)) throw refused(`Hostname ${hostname}`)
  const isOpen = hostname.includes('{{')
  // Which instance a slot may complete to is not worked out.
  const isGateway = isOpen && /-gateway\.?$/i.test(hostname)
  const expanded = (slot: string) =>
    hostname.replaceAll(/\{\{ *\.(\w+\.\w+) *\}\}/g, (_, field: string) => {
      if (field === 'Task.Slot') return slot
      return { 'Service.Name': service, 'Task.Name': `${service}.${slot}.${swarmId}` }[field] ?? swarmId
    })
  if (isGateway || slots.some((slot) => isPlatformName(expanded(slot), policy.instance)))
    throw refused(`Hostname ${hostname}`)
}

/**
 * Swarm expands targets, sources and volume labels with all of Go's text/template: `/{{"proc"}}` is /proc, a label tells
 * the node's name, and templates that call each other keep the one manager of all sandboxes busy for ever.
 */
export function checkMountTemplates(mounts: readonly Mount[]): void {
  for (const mount of mounts) if (JSON.stringify(mount).includes('{{')) throw refused('a template in a mount')
}
