import * as chaos from './chaos.ts'
import * as classroom from './classroom.ts'
import { failures, failureTitles } from './failures.ts'
import * as lab from './lab.ts'
import * as observation from './observation.ts'
import * as site from './site.ts'
import * as terminal from './terminal.ts'
import { verdict } from './verdict.ts'

export const en = {
  site: site.site,
  join: site.join,
  catalogue: site.catalogue,
  starting: lab.starting,
  lab: lab.lab,
  finish: lab.finish,
  task: lab.task,
  attempt: lab.attempt,
  fault: lab.fault,
  action: lab.action,
  terminal: terminal.terminal,
  preview: terminal.preview,
  keys: terminal.keys,
  units: observation.units,
  strip: observation.strip,
  timeline: observation.timeline,
  verdict,
  chaos: chaos.chaos,
  params: chaos.params,
  topology: chaos.topology,
  runs: chaos.runs,
  classroom: classroom.classroom,
  failures,
  failureTitles,
}
