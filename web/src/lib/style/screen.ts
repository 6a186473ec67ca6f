import { MediaQuery } from 'svelte/reactivity'

/**
 * A phone on its side, or a small one upright: every line of the strip is a line less of the text. 520 px is also where
 * the lab page shows one pane at a time (see LabFrame).
 */
export const isLow = new MediaQuery('(max-height: 520px), (max-height: 640px) and (max-width: 760px)')
