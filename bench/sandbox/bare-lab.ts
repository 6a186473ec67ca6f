import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const labFile = (id: string, pool: number): string => `apiVersion: noops.dojo/v1
kind: Lab
metadata:
  id: ${id}
  title: { en: Bench }
  summary: { en: A sandbox with nothing in it. }
  track: bench
  duration: 5m
spec:
  warm: { pool: ${pool} }
  tasks:
    - { id: there, mode: once, title: { en: There }, points: 10, check: { run: checks/there.sh } }
  solution: solution/solve.sh
  wrong:
    - { run: wrong/one.sh, unmet: [there] }
    - { run: wrong/two.sh, unmet: [there] }
`

/** Writes a labs folder with one lab that sets nothing up; gives its path. */
export const writeBareLab = (id: string, pool: number): string => {
  const root = mkdtempSync(join(tmpdir(), 'dojo-bench-labs-'))
  const folder = join(root, 'bench/01-bare')
  for (const part of ['checks', 'solution', 'wrong', 'content/en'])
    mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'lab.yaml'), labFile(id, pool))
  writeFileSync(join(folder, 'content/en/01-start.md'), '# Bench\n\n::task{id=there}\n')
  for (const script of ['checks/there.sh', 'solution/solve.sh', 'wrong/one.sh', 'wrong/two.sh']) {
    writeFileSync(join(folder, script), '#!/bin/sh\nexit 0\n')
    chmodSync(join(folder, script), 0o755)
  }
  return root
}
