import { bypass } from './bypass.ts'
import type { ControlModules } from './control-module.ts'
import { safeguards } from './safeguards.ts'

/** The control modules that the dojo does itself, for one run. Others are warned about and left out, as chaoslib does. */
export const knownControls = (): ControlModules =>
  new Map([
    ['chaosaddons.controls.bypass', bypass],
    ['chaosaddons.controls.safeguards', safeguards()],
  ])
