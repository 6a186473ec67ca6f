import { experimentRules } from './task/experiments.ts'
import { faultParameterRule } from './fault/fault-parameters.ts'
import { faultRules } from './fault/faults.ts'
import { pageRules } from './page/pages.ts'
import { quizRules } from './task/quiz.ts'
import type { Rule } from './rule.ts'
import { imageRules } from './sandbox/images.ts'
import { scriptRules } from './script/scripts.ts'
import { tabRules } from './sandbox/tabs.ts'
import { syntaxRules } from './script/syntax.ts'
import { taskRules } from './task/tasks.ts'
import { templateRules } from './page/template.ts'
import { timingRules } from './timing/timing.ts'
import { zeroDurationRule } from './timing/zero-durations.ts'

/** Every rule across files, in the order of docs/lab-format.md. */
export const rules: readonly Rule[] = [
  ...scriptRules,
  ...syntaxRules,
  ...taskRules,
  ...quizRules,
  ...faultRules,
  faultParameterRule,
  ...experimentRules,
  ...timingRules,
  zeroDurationRule,
  ...tabRules,
  ...imageRules,
  ...pageRules,
  ...templateRules,
]

/** Rules of reading itself: they speak before the others can. */
export const readingRules: readonly Pick<Rule, 'id' | 'severity' | 'sentence'>[] = [
  { id: 'lab-missing', severity: 'error', sentence: 'A lab folder has a lab.yaml.' },
  { id: 'lab-id-twice', severity: 'error', sentence: 'Every lab has an id of its own.' },
  { id: 'lab-order-twice', severity: 'warning', sentence: 'No two labs of a track have the same order.' },
  { id: 'yaml', severity: 'error', sentence: 'lab.yaml is valid YAML without duplicate keys.' },
  { id: 'unknown-key', severity: 'error', sentence: 'lab.yaml has no key that the format does not know.' },
  { id: 'missing-key', severity: 'error', sentence: 'lab.yaml has every key that has no default.' },
  { id: 'value', severity: 'error', sentence: 'Every value has the form that the format states.' },
  { id: 'file-kind', severity: 'error', sentence: 'A lab has plain files and folders, no links.' },
  { id: 'file-size', severity: 'error', sentence: 'A file of a lab has 1 MiB at most.' },
  { id: 'file-count', severity: 'error', sentence: 'A lab has 500 files at most.' },
  { id: 'file-name', severity: 'error', sentence: 'The names of a lab’s files are UTF-8.' },
  { id: 'file-encoding', severity: 'error', sentence: 'lab.yaml and the pages are UTF-8.' },
  { id: 'file-read', severity: 'error', sentence: 'Every file of a lab can be read.' },
  { id: 'content-place', severity: 'error', sentence: 'Pages are files content/<language>/<page>.md.' },
  { id: 'content-title', severity: 'error', sentence: 'A page begins with its title.' },
  {
    id: 'content-action',
    severity: 'error',
    sentence: 'An action of a code block exists and has what it needs.',
  },
  {
    id: 'content-directive',
    severity: 'error',
    sentence: 'Blocks are ::task{id=…} or :::hint … :::, and are closed.',
  },
  {
    id: 'content-unsafe',
    severity: 'error',
    sentence: 'Pages have no scripts, no event handlers and no remote pictures.',
  },
]
