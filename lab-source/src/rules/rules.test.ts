import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLab } from '../load-lab.ts'
import { problemLine } from '../problem.ts'
import { withLabFolder, type LabFolderChange } from '../testing/a-lab-folder.ts'
import { readingRules, rules } from './index.ts'

const check = (change: LabFolderChange) => withLabFolder(change, loadLab)

const yaml = (from: string, to: string): LabFolderChange => ({ yaml: [from, to] })

/** Rule → a change that breaks it, and the place where it is told. */
const breaches: Record<string, [LabFolderChange, string]> = {
  'script-place': [
    {
      yaml: ['checks/running.sh', 'setup/running.sh'],
      files: { 'setup/running.sh': '#!/bin/bash\nunmet no-service\n' },
    },
    'lab.yaml:25:21',
  ],
  'script-path': [yaml('setup/deploy.sh', 'setup/../../deploy.sh'), 'lab.yaml:14:26'],
  'script-missing': [yaml('wrong/one.sh', 'wrong/oen.sh'), 'lab.yaml:42:14'],
  'script-not-executable': [{ plain: ['solution/solve.sh'] }, 'lab.yaml:40:13'],
  'script-no-interpreter': [{ files: { 'wrong/two.sh': 'exit 1\n' } }, 'wrong/two.sh:1:1'],
  'script-syntax': [
    { files: { 'checks/running.sh': '#!/bin/bash\n# fi\nif true; then\n  unmet no-service\ndone\n' } },
    'checks/running.sh:5:1',
  ],
  'files-missing': [yaml('  setup:\n', '  workstation: { files: files/ }\n  setup:\n'), 'lab.yaml:13:25'],
  'task-id-twice': [yaml('- id: survive', '- id: running'), 'lab.yaml:28:11'],
  'needs-unknown': [yaml('needs: [running]', 'needs: [runing]'), 'lab.yaml:30:15'],
  'needs-cycle': [yaml('needs: [running]', 'needs: [survive]'), 'lab.yaml:30:14'],
  'points-zero': [yaml('mode: once\n', 'mode: once\n      points: 0\n'), 'lab.yaml:22:5'],
  'hint-cost': [
    yaml('mode: once\n', 'mode: once\n      hints: [{ en: a, ja: a, cost: 11 }]\n'),
    'lab.yaml:24:14',
  ],
  'message-unknown': [
    { files: { 'checks/running.sh': '#!/bin/bash\n#\nunmet no-servce\nno-service' } },
    'checks/running.sh:3:1',
  ],
  'message-unused': [{ files: { 'checks/running.sh': '#!/bin/bash\n' } }, 'lab.yaml:27:21'],
  'wrong-too-few': [yaml('    - { run: wrong/one.sh, unmet: [running] }\n', ''), 'lab.yaml:42:5'],
  'wrong-unknown-task': [yaml('unmet: [running]', 'unmet: [rnning]'), 'lab.yaml:42:36'],
  'quiz-overlap': [
    yaml('distractors: [{ en: Luck, ja: 運 }]', 'distractors: [{ en: Luck, ja: 運 }, { en: Swarm, ja: 群 }]'),
    'lab.yaml:39:44',
  ],
  'quiz-twice': [
    yaml(
      'distractors: [{ en: Luck, ja: 運 }]',
      'distractors: [{ en: Luck, ja: 運 }, { en: Luck, ja: 幸運 }]',
    ),
    'lab.yaml:37:9',
  ],
  'quiz-answer-unknown': [yaml('why: [Luck]', 'why: [Lack]'), 'lab.yaml:43:58'],
  'fault-unknown': [yaml('fault: { use: crash }', 'fault: { use: crush }'), 'lab.yaml:32:21'],
  'fault-use': [yaml('use: container.crash', 'use: container.crush'), 'lab.yaml:20:19'],
  'fault-parameters': [yaml('target: web', 'target: web, with: { harder: true }'), 'lab.yaml:20:65'],
  'param-unknown': [yaml('target: web', "target: '${HOST}'"), 'lab.yaml:20:12'],
  'param-range': [yaml('[1, 2]', '[2, 1]'), 'lab.yaml:11:18'],
  'probe-unknown': [
    yaml('fault: { use: crash }', 'fault: { use: crash }\n      probe: shap'),
    'lab.yaml:33:14',
  ],
  'slo-probe': [
    yaml('  tasks:\n', '  slo: { probe: shap, availability: 0.9 }\n  tasks:\n'),
    'lab.yaml:21:17',
  ],
  'fault-image': [
    yaml(
      'use: container.crash, target: web',
      "use: release.bad, target: web, with: { image: 'shop-web:3.0' }",
    ),
    'lab.yaml:20:60',
  ],
  'alert-probe': [
    yaml(
      '      fault: { use: crash }\n',
      '      fault: { use: crash }\n    - id: told\n      mode: alert\n      title: { en: T, ja: T }\n      alert: shap\n      fault: { use: crash }\n',
    ),
    'lab.yaml:36:14',
  ],
  'draw-too-many': [
    yaml('fault: { use: crash }', 'faults: { order: drawn, of: [{ use: crash }], draw: 2 }'),
    'lab.yaml:32:15',
  ],
  'ablation-twice': [
    yaml(
      'fault: { use: crash }',
      `fault: { use: crash }
      controls:
        ablations:
          - { id: a, title: { en: A, ja: A }, run: ablations/a.sh, restore: ablations/a.sh }
          - { id: a, title: { en: A, ja: A }, run: ablations/a.sh, restore: ablations/a.sh }`,
    ),
    'lab.yaml:36:19',
  ],
  'placebo-short': [
    yaml('fault: { use: crash }', 'fault: { use: crash }\n      controls: { placebo: 5s }'),
    'lab.yaml:33:28',
  ],
  'writes-unknown': [
    yaml('fault: { use: crash }', 'fault: { use: crash }\n      writes: orders'),
    'lab.yaml:33:15',
  ],
  'writes-key': [
    yaml(
      '  tasks:\n',
      "  writes: { orders: { post: 'http://web/o', list: 'http://web/k', body: { key: KEY } } }\n  tasks:\n",
    ),
    'lab.yaml:21:73',
  ],
  'writes-interval': [
    yaml(
      '  tasks:\n',
      "  writes: { orders: { post: 'http://web/o', list: 'http://web/k', body: { key: '{{KEY}}' }, every: 50ms } }\n  tasks:\n",
    ),
    'lab.yaml:21:100',
  ],
  'moment-order': [yaml('use: crash }', 'use: crash, at: { between: [9s, 2s] } }'), 'lab.yaml:32:43'],
  'horizon-order': [
    yaml('use: crash }', 'use: crash }\n      expect: { recoverWithin: 30s, horizon: 20s }'),
    'lab.yaml:33:15',
  ],
  'time-limit': [yaml('use: crash }', 'use: crash, times: 10, gap: 10m }'), 'lab.yaml:28:7'],
  'duration-limit': [yaml('duration: 5m', 'duration: 2h'), 'lab.yaml:8:13'],
  'idle-limit': [yaml('  params:\n', '  limits: { idle: 2h }\n  params:\n'), 'lab.yaml:10:19'],
  'probe-interval': [yaml("8080/health' }", "8080/health', every: 10ms }"), 'lab.yaml:18:52'],
  'duration-zero': [yaml('duration: 5m', 'duration: 0m'), 'lab.yaml:8:13'],
  'warm-params': [
    {
      yaml: ['  params:\n', '  warm: { pool: 1 }\n  params:\n'],
      files: { 'setup/deploy.sh': '#!/bin/bash\necho $PORT\n' },
    },
    'lab.yaml:15:26',
  ],
  'warm-memory': [yaml('  params:\n', '  warm: { pool: 50 }\n  params:\n'), 'lab.yaml:10:17'],
  'tab-twice': [
    yaml('- { terminal: main }', '- { terminal: main }\n    - { terminal: main }'),
    'lab.yaml:17:7',
  ],
  'tab-terminal': [yaml('{ terminal: main }', "{ preview: 'web:8080' }"), 'lab.yaml:16:5'],
  'image-name': [yaml("'shop-web:1.0'", 'shop-web'), 'lab.yaml:12:12'],
  'image-unknown': [yaml("'shop-web:2.0'", "'shop-wbe:2.0'"), 'lab.yaml:12:28'],
  'content-missing': [{ files: { 'content/en/01-guide.md': null } }, 'content/en'],
  'content-task-missing': [
    { files: { 'content/ja/01-guide.md': '# S\n\n::task{id=why}\n\n::task{id=running}\n' } },
    'content/ja',
  ],
  'content-task-twice': [
    {
      files: {
        'content/en/01-guide.md':
          '# S\n::task{id=why}\n::task{id=running}\n::task{id=survive}\n::task{id=why}\n',
      },
    },
    'content/en/01-guide.md:5:1',
  ],
  'content-unknown': [
    {
      files: {
        'content/en/01-guide.md':
          '# S\n::task{id=why}\n::task{id=running}\n::task{id=survive}\n::task{id=x}\n',
      },
    },
    'content/en/01-guide.md:5:1',
  ],
  'content-ja-missing': [{ files: { 'content/ja/01-guide.md': null } }, 'content/ja'],
  'content-pages-differ': [{ files: { 'content/en/02-more.md': '# More\n' } }, 'content/ja'],
  'text-ja-missing': [yaml('{ en: Running, ja: 実行中 }', '{ en: Running }'), 'lab.yaml:24:14'],
  'folder-name': [yaml('id: sound', 'id: noise'), 'lab.yaml:4:7'],
  'template-text': [
    yaml('A lab without a problem.', `'One line: what is broken, and what the learner will see.'`),
    'lab.yaml:6:1',
  ],
}

describe('rules', () => {
  it('find nothing in a sound lab', () => {
    const load = check({})
    expect(load.problems.map((problem) => problemLine(problem))).toEqual([])
    expect(load.lab?.id).toBe('sound')
  })

  it('are all tried below', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(Object.keys(breaches).sort())
  })

  it.each(Object.entries(breaches))('%s speaks at the place of the breach', (id, [change, place]) => {
    const rule = rules.find((item) => item.id === id)
    const load = check(id === 'points-zero' ? withoutPoints : change)
    const told = load.problems.filter(({ rule: name }) => name === id).map((problem) => problemLine(problem))
    expect(told.map((line) => line.split(': ')[0])).toContain(place)
    expect(load.lab === undefined).toBe(rule?.severity === 'error')
  })

  it('have ids and sentences of their own', () => {
    const all = [...rules, ...readingRules]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const { sentence } of all) expect(sentence).toMatch(/^(lab\.yaml|[A-Z]).*\.$/)
  })
})

const withoutPoints: LabFolderChange = {
  yaml: [
    `      title: { en: Running, ja: 実行中 }
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
`,
    `      points: 0
      title: { en: Running, ja: 実行中 }
      check: { run: checks/running.sh }
      messages:
        no-service: { en: No service., ja: サービスがない。 }
    - id: survive
      mode: survive
      points: 0
      needs: [running]
      title: { en: Survive, ja: 生き延びる }
      fault: { use: crash }
    - id: why
      mode: quiz
      points: 0
`,
  ],
}

describe('the syntax of scripts', () => {
  const problemsOf = (script: string) =>
    check({ files: { 'wrong/one.sh': script } }).problems.map((problem) => problemLine(problem))

  it('is told with the file, the line and what bash says, once', () => {
    expect(problemsOf('#!/bin/bash\nif true\n  echo\nfi\n')).toEqual([
      expect.stringMatching(/^wrong\/one\.sh:4:1: bash says: syntax error .*\. \[script-syntax\]$/),
    ])
  })

  it('is looked at without running anything, and not at all in another language', () => {
    const folder = withLabFolder({}, (path) => path)
    expect(problemsOf(`#!/bin/bash\ntouch ${folder}-ran\n`)).toEqual([])
    expect(existsSync(`${folder}-ran`)).toBe(false)
    expect(problemsOf('#!/usr/bin/python3\nif True:\n  print((1))\n')).toEqual([])
  })
})

describe('loadLab', () => {
  it('refuses links instead of following them', () => {
    const problems = withLabFolder({}, (folder) => {
      symlinkSync('/etc/passwd', join(folder, 'checks', 'passwd'))
      return loadLab(folder).problems
    })
    expect(problems).toMatchObject([{ rule: 'file-kind', file: 'checks/passwd' }])
  })

  it('says that a folder has no lab.yaml', () => {
    const load = check({ files: { 'lab.yaml': null } })
    expect(load).toMatchObject({ labId: 'sound', lab: undefined, problems: [{ rule: 'lab-missing' }] })
  })

  it('changes its digest with any file and with the executable bit', () => {
    const changes: LabFolderChange[] = [
      {},
      { files: { 'wrong/one.sh': '#!/bin/sh\n' } },
      { files: { 'notes.txt': '' } },
    ]
    const digests = changes.map((change) => check(change).lab?.digest)
    expect(new Set(digests).size).toBe(3)
    expect(check({}).lab?.digest).toBe(digests[0])
  })

  it('knows the line of each task', () => {
    expect(check({}).taskLines).toEqual({ running: 22, survive: 28, why: 33 })
  })
})
