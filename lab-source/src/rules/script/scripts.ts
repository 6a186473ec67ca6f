import type { LabFile } from '@noops-dojo/contracts'
import { nearest } from '../../yaml/nearest.ts'
import { textOf } from '../../lab-folder.ts'
import { errorRule, type Rule } from '../rule.ts'

export interface ScriptUse {
  readonly script: string
  readonly path: readonly PropertyKey[]
}

/** Gives every script that the lab file names, with its place. */
export const scriptUses = ({ spec }: LabFile): ScriptUse[] => [
  ...spec.setup.map(({ run }, index) => ({ script: run, path: ['spec', 'setup', index, 'run'] })),
  ...spec.tasks.flatMap((task, index) =>
    'check' in task ? [{ script: task.check.run, path: ['spec', 'tasks', index, 'check', 'run'] }] : [],
  ),
  ...spec.tasks.flatMap((task, index) =>
    task.mode === 'survive'
      ? task.controls.ablations.flatMap(({ run, restore }, place) => {
          const path = ['spec', 'tasks', index, 'controls', 'ablations', place]
          return [
            { script: run, path: [...path, 'run'] },
            { script: restore, path: [...path, 'restore'] },
          ]
        })
      : [],
  ),
  { script: spec.solution, path: ['spec', 'solution'] },
  ...spec.wrong.map(({ run }, index) => ({ script: run, path: ['spec', 'wrong', index, 'run'] })),
]

const near = (script: string, assets: readonly { path: string }[]): string => {
  const found = nearest(
    script,
    assets.map(({ path }) => path),
  )
  return found === undefined ? '' : ` Did you mean "${found}"?`
}

const homes: readonly { folder: string; isFor: (path: readonly PropertyKey[]) => boolean }[] = [
  { folder: 'checks/', isFor: (path) => path.includes('check') },
  { folder: 'ablations/', isFor: (path) => path.includes('ablations') },
  { folder: 'solution/', isFor: (path) => path[1] === 'solution' },
  { folder: 'wrong/', isFor: (path) => path[1] === 'wrong' },
  { folder: 'setup/', isFor: (path) => path[1] === 'setup' },
]

export const scriptRules: Rule[] = [
  errorRule(
    'script-place',
    'Checks lie in checks/, solutions in solution/ and wrong/, set-up in setup/, ablations in ablations/: only the last two are ever in the workstation.',
    ({ lab }) =>
      scriptUses(lab).flatMap(({ script, path }) => {
        const home = homes.find(({ isFor }) => isFor(path))
        return home === undefined || script.startsWith(home.folder)
          ? []
          : [
              {
                path,
                message: `"${script}" must lie in ${home.folder}, so that it is where it belongs and nowhere else.`,
              },
            ]
      }),
  ),
  errorRule('script-path', 'A script is named by its path inside the lab folder.', ({ lab }) =>
    scriptUses(lab)
      .filter(
        ({ script }) =>
          script.startsWith('/') || script.split('/').some((part) => part === '..' || part === ''),
      )
      .map(({ script, path }) => ({
        path,
        message: `"${script}" leaves the lab folder; use a path inside it.`,
      })),
  ),
  errorRule('script-missing', 'Every script that the lab names exists.', ({ lab, assets }) =>
    scriptUses(lab)
      .filter(({ script }) => !assets.some(({ path }) => path === script))
      .map(({ script, path }) => ({
        path,
        message: `There is no file "${script}" in the lab folder.${near(script, assets)}`,
      })),
  ),
  errorRule('script-not-executable', 'Every script is executable.', ({ lab, assets }) =>
    scriptUses(lab)
      .filter(({ script }) => assets.some(({ path, executable }) => path === script && !executable))
      .map(({ script, path }) => ({
        path,
        message: `"${script}" is not executable: run chmod +x ${script}.`,
      })),
  ),
  errorRule('script-no-interpreter', 'Every script begins with #! and its interpreter.', ({ lab, assets }) =>
    scriptUses(lab)
      .filter(({ script }) => textOf(assets, script)?.startsWith('#!') === false)
      .map(({ script }) => ({
        file: script,
        line: 1,
        message: 'The first line must name the interpreter: #!/bin/bash',
      })),
  ),
  errorRule('files-missing', 'The folder of files for the workstation exists.', ({ lab, assets }) => {
    const wanted = lab.spec.workstation.files?.replace(/\/$/, '')
    const isThere = wanted === undefined || assets.some(({ path }) => path.startsWith(`${wanted}/`))
    return isThere
      ? []
      : [
          {
            path: ['spec', 'workstation', 'files'],
            message: `There is no folder "${wanted}" with files in the lab.`,
          },
        ]
  }),
]
