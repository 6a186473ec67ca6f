export const starting = {
  title: 'Your sandbox is being built',
  lead: 'You can read the text meanwhile.',
  steps: {
    queue: 'A place in the queue',
    network: 'A network of its own',
    guard: 'A guarded Docker socket',
    workstation: 'Your workstation',
    judge: 'The judge',
    gateway: 'The gateway to your app',
    files: 'The files of the lab',
    setup: 'The lab sets itself up',
    probes: 'The heartbeat starts',
  } as Record<string, string | undefined>,
  states: { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed' },
  failedTitle: 'This sandbox could not be built',
  failedNext:
    'Nothing of it is left behind. Starting again often helps; if not, tell your instructor the sentence above.',
  startAgain: 'Start again',
}

export const lab = {
  instructions: 'Instructions',
  page: (now: number, all: number) => `Page ${now} of ${all}`,
  previousPage: 'Back',
  nextPage: 'Continue',
  tasks: 'Tasks',
  score: (earned: number, max: number) => `${earned} of ${max} points`,
  scoreShort: 'Points',
  timeLeft: 'Time left',
  extend: 'Extend',
  extensionsLeft: (n: number) =>
    n === 0
      ? 'It cannot be extended any more'
      : n === 1
        ? 'Can be extended once more'
        : `Can be extended ${n} times more`,
  end: 'End',
  endTitle: 'End this sandbox?',
  endText:
    'Its containers, volumes and files are removed now and cannot be brought back. Your points and verdicts are kept.',
  endConfirm: 'End the sandbox',
  endKeep: 'Keep working',
  export: 'Download the record',
  timeline: 'Timeline',
  keys: 'Keys',
  notices: 'Notices',
  parts: 'Parts of the lab',
  pages: 'Pages of the text',
  splitter: 'Width of the instructions',
  droppedIn: (name: string) =>
    `You are in the sandbox of ${name} as instructor. Whatever you type counts as a touch.`,
  dropOut: 'Back to the class',
  expiring: 'This sandbox ends in less than two minutes.',
  terminatingTitle: 'The sandbox is being taken down',
  terminatingNext: 'Containers, networks and volumes are being removed.',
  goneTitle: 'This sandbox has ended',
  goneNext: 'Your points and verdicts are kept. A new sandbox starts from the beginning.',
  reconnecting: 'The connection to the dojo is gone. Your sandbox goes on running; connecting again…',
  panes: { text: 'Text', terminal: 'Terminal', preview: 'App', chaos: 'Chaos', timeline: 'Timeline' },
}

export const task = {
  states: {
    locked: 'Locked',
    unmet: 'Not met',
    met: 'Met',
    inconclusive: 'Inconclusive',
    regressed: 'Regressed',
  },
  points: (earned: number, max: number) => `${earned}/${max}`,
  lockedBecause: (titles: string) => `Opens when this is met: ${titles}`,
  check: 'Check now',
  checking: 'Checking…',
  checkedAgo: (seconds: number) => (seconds < 2 ? 'checked just now' : `checked ${seconds} s ago`),
  notChecked: 'Not checked yet.',
  noMessage: {
    unmet: 'The check ran and is not met yet.',
    inconclusive: 'The check could not tell. It costs no points and is tried again.',
    regressed: 'This was met and is not met any more.',
    met: 'Met.',
  },
  observed: 'Seen',
  expected: 'Wanted',
  heldFor: (have: string) => `Holding for ${have}`,
  hint: (index: number, all: number) => `Hint ${index} of ${all}`,
  openHint: (cost: number) =>
    cost === 0 ? 'Open a hint' : `Open a hint for ${cost} ${cost === 1 ? 'point' : 'points'}`,
  answer: 'Answer',
  pick: (n: number) => (n === 1 ? 'Pick one.' : `Pick ${n}.`),
  answerWrong: 'Not quite. Look again at what happened in the timeline.',
  announce: (title: string, state: string) => `Task ${title}: ${state}`,
}

export const attempt = {
  start: 'Start the attempt',
  again: 'Start another attempt',
  explain: (times: number, recover: string, hold: string) =>
    `${times === 1 ? 'One fault comes at a moment' : `${['Two', 'Three', 'Four', 'Five'][times - 2] ?? times} faults come at moments`} that nobody knows. Your system must be good again within ${recover}${times === 1 ? '' : ' each time'} and stay good for ${hold}.`,
  handsOff: 'From the start until the verdict: no typing, no buttons, no docker. A touch is counted.',
  handsOffReported: 'Touches are reported with the verdict; they do not fail it.',
  sealed: 'Sealed',
  sealExplain: 'This number fixes moment and victim; the seed behind it is shown with the verdict.',
  comes: 'What will come',
  order: {
    single: 'one fault',
    sequence: 'one after the other',
    together: 'all at the same moment',
    drawn: 'some of these, drawn by the seal',
  } as Record<string, string>,
  onRepair: (fault: string) => `When the repair begins, a second fault follows: ${fault}.`,
  countsWrites: 'Writes are sent all the time; not one acknowledged write may be lost.',
  controls: 'Controls',
  controlsNote: 'They show what your verdict is worth. They give and cost no points.',
  placebo: 'Placebo run',
  placeboNote: (time: string) => `${time} without any fault: it must stay quiet.`,
  ablation: (mechanism: string) => `Ablation: ${mechanism}`,
  ablationNote: 'One mechanism is taken away: it should not recover.',
  alertExplain: (fire: string, resolve: string) =>
    `One fault comes at a moment that nobody knows. Your alert must fire within ${fire}, and be silent again within ${resolve} after the fault is over.`,
  alertQuiet: (quiet: string, probe: string) =>
    `It must be silent for ${quiet} before. The dojo reads it from the probe ${probe}.`,
  phases: {
    planned: 'Planned',
    baseline: 'Is it steady?',
    waiting: 'Waiting for the fault',
    injecting: 'The fault bites',
    recovering: 'Is it healing?',
    holding: 'Does it hold?',
    attesting: 'Looking for traces',
    done: 'Verdict',
  },
  unsteady:
    'The heartbeat is bad right now. An attempt that begins like this will most likely be inconclusive: make it good first.',
  running: 'Attempt running: hands off.',
  history: 'Earlier attempts',
  showVerdict: 'Show the verdict',
  outcomes: { met: 'Met', unmet: 'Not met', inconclusive: 'Inconclusive' },
}

export const fault = {
  title: 'Break it yourself',
  note: 'For practice: no points, no verdict.',
  target: 'Hits',
  duration: (seconds: number) => `for ${seconds} s`,
  once: 'once',
  states: {
    planned: 'planned',
    injecting: 'going in',
    effective: 'biting now',
    reverting: 'being taken back',
    reverted: 'over',
    moot: 'over: its target was replaced',
    dirty: 'over, but not clean',
    failed: 'did not start',
  },
  duringAttempt: 'Not while an attempt is running.',
}

export const action = {
  exec: 'Run in the terminal',
  executed: 'Sent to the terminal',
  copy: 'Copy',
  open: 'Open the app',
  noTerminal: 'No terminal is open.',
}

export const finish = {
  title: 'You finished this lab.',
  next: (title: string) => `Next lab: ${title}`,
}
