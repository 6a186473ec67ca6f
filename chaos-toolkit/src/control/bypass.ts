import { isTruthy } from '../value/mapping.ts'
import type { ControlCall, ControlModule } from './control-module.ts'

const isMeant = ({ context, args }: ControlCall): boolean =>
  (isTruthy(args.target_type) && context.type === args.target_type) ||
  (Array.isArray(args.target_names) && args.target_names.includes(context.name))

/**
 * chaosaddons.controls.bypass: sets `dry` on activities of a type or of some names for the time that they are played.
 * Whether that leaves them out is another matter: see run/dry.ts.
 */
export const bypass: ControlModule = {
  apply: (call) => {
    const { level, scope, context, args, world } = call
    if (level === 'experiment' && scope === 'before') {
      if (isTruthy(args.target_type))
        world.notes.warn(
          `No '${String(args.target_type)}' will be executed as configured by the bypass control`,
        )
      if (Array.isArray(args.target_names))
        world.notes.warn(`The following activities will not be executed: ${args.target_names.join(', ')}`)
    }
    if (level !== 'activity' || !isMeant(call)) return
    if (scope === 'before') context.dry = true
    else delete context.dry
  },
}
