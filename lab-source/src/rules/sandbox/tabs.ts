import { errorRule, type Rule } from '../rule.ts'

export const tabRules: Rule[] = [
  errorRule('tab-twice', 'No two tabs show the same thing.', ({ lab }) => {
    const names = lab.spec.tabs.map((tab) => JSON.stringify('terminal' in tab ? tab.terminal : tab.preview))
    return names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [{ path: ['spec', 'tabs', index], message: `Another tab shows ${name} already.` }]
        : [],
    )
  }),
  errorRule('tab-terminal', 'A lab has at least one terminal.', ({ lab }) =>
    lab.spec.tabs.some((tab) => 'terminal' in tab)
      ? []
      : [{ path: ['spec', 'tabs'], message: 'No tab is a terminal, so nobody could do anything.' }],
  ),
]
