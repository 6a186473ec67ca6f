const names = [
  'good',
  'bad',
  'unknown',
  'fault',
  'touch',
  'ink',
  'ink-soft',
  'line',
  'line-strong',
  'panel',
] as const
export type PaletteName = (typeof names)[number]
export type Palette = Record<PaletteName, string>

/** Reads the tokens of the current theme as colours that a canvas understands. `probe` is any element of the page. */
export const readPalette = (probe: HTMLElement): Palette => {
  const before = probe.style.color
  const read = (name: PaletteName): [PaletteName, string] => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  }
  const palette = Object.fromEntries(names.map(read)) as Palette
  probe.style.color = before
  return palette
}
