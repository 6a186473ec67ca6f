import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const yaml = `apiVersion: noops.dojo/v1
kind: Lab
metadata:
  id: sound
  title: { en: Sound, ja: 正しい }
  summary: { en: A lab without a problem., ja: 問題のない稽古。 }
  track: fixture
  duration: 5m
spec:
  params:
    PORT: { int: [1, 2] }
  images: ['shop-web:1.0', 'shop-web:2.0']
  setup:
    - { id: deploy, run: setup/deploy.sh }
  tabs:
    - { terminal: main }
  probes:
    shop: { http: 'http://web:8080/health' }
  faults:
    crash: { use: container.crash, target: web }
  tasks:
    - id: running
      mode: once
      title: { en: Running, ja: 実行中 }
      check: { run: checks/running.sh }
      messages:
        no-service: { en: No service., ja: サービスがない。 }
    - id: survive
      mode: survive
      needs: [running]
      title: { en: Survive, ja: 生き延びる }
      fault: { use: crash }
    - id: why
      mode: quiz
      title: { en: Why, ja: なぜ }
      quiz:
        ask: { en: Why?, ja: なぜ? }
        answer: [{ en: Swarm, ja: Swarm }]
        distractors: [{ en: Luck, ja: 運 }]
  solution: solution/solve.sh
  wrong:
    - { run: wrong/one.sh, unmet: [running] }
    - { run: wrong/two.sh, unmet: [why], answers: { why: [Luck] } }
`

const page = '# Sound\n\n::task{id=running}\n\n::task{id=survive}\n\n::task{id=why}\n'
const script = '#!/bin/bash\nexit 1\n'

const sound: Record<string, string> = {
  'lab.yaml': yaml,
  'content/en/01-guide.md': page,
  'content/ja/01-guide.md': page,
  'checks/running.sh': '#!/bin/bash\nunmet no-service\n',
  'setup/deploy.sh': script,
  'solution/solve.sh': script,
  'wrong/one.sh': script,
  'wrong/two.sh': script,
}

export interface LabFolderChange {
  /** Replaced in lab.yaml; both texts, so that a change that hits nothing is noticed. */
  readonly yaml?: readonly [string, string]
  readonly files?: Readonly<Record<string, string | null>>
  /** Scripts without the executable bit. */
  readonly plain?: readonly string[]
}

/** Makes a lab folder without a problem but the change, gives it to `work`, and removes it. */
export const withLabFolder = <T>(change: LabFolderChange, work: (folder: string) => T): T => {
  const root = mkdtempSync(join(tmpdir(), 'lab-'))
  const folder = join(root, 'fixture', '01-sound')
  const [from, to] = change.yaml ?? ['', '']
  if (!yaml.includes(from)) throw new Error(`the sound lab has no ${JSON.stringify(from)}`)
  const files = { ...sound, 'lab.yaml': yaml.replace(from, to), ...change.files }
  for (const [path, text] of Object.entries(files)) {
    if (text === null) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    if (path.endsWith('.sh') && !change.plain?.includes(path)) chmodSync(join(folder, path), 0o755)
  }
  try {
    return work(folder)
  } finally {
    rmSync(root, { recursive: true })
  }
}
