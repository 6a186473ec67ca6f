/**
 * Known floors: below them, public ways out of a container exist:
 * Engine 29.5.1 (CVE-2026-41567, -41568, -42306: docker cp as host root), runc 1.3.3 (CVE-2025-31133, -52565,
 * -52881: masked paths).
 */
export const floors = { engine: '29.5.1', runc: '1.3.3', node: '24.0.0' } as const

/** Gives the numbers of a version text (`20.10.24+dfsg1`, `v1.3.3-rc.1`, `1.1.5+ds1`); undefined when it has none. */
export const parseVersion = (text: string): readonly [number, number, number] | undefined => {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined
}

/** Whether a version is at least the floor. A release candidate of the floor counts as below; no number does too. */
export const isAtLeast = (text: string, floor: string): boolean => {
  const version = parseVersion(text)
  const wanted = parseVersion(floor)
  if (!version || !wanted) return false
  for (const index of [0, 1, 2] as const)
    if (version[index] !== wanted[index]) return version[index] > wanted[index]
  return !/-(rc|beta|alpha)/.test(text)
}
