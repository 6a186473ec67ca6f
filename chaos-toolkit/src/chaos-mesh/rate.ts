const bits: Record<string, number> = {
  ...{ bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9, bps: 8, kbps: 8e3, mbps: 8e6, gbps: 8e9, tbps: 8e12 },
}

/** Gives a rate in kbit/s, as the dojo writes it. In Chaos Mesh, as in tc, `mbps` are megabytes. */
export const dojoRate = (text: unknown): string | undefined => {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(String(text).trim()) ?? []
  const factor = bits[unit?.toLowerCase() ?? '']
  if (count === undefined || factor === undefined) return undefined
  return `${Math.max(1, Math.round((Number(count) * factor) / 1000))}kbit`
}

/** Gives an amount of memory as the dojo writes it; undefined for percents. */
export const dojoSize = (text: unknown): string | undefined => {
  const [, count, unit] = /^(\d+)\s*([kmg])?i?b?$/i.exec(String(text).trim()) ?? []
  if (count === undefined) return undefined
  return unit === undefined ? count : `${count}${unit.toUpperCase()}i`
}
