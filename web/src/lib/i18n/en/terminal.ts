export const terminal = {
  label: (name: string) => `Terminal ${name}`,
  add: 'Another terminal',
  close: (name: string) => `Close the tab of terminal ${name}`,
  connecting: 'Connecting to the shell…',
  reconnecting: 'Connection lost. The shell goes on running; connecting again…',
  exited: (code: string) => `The shell has ended (${code}).`,
  exitedNext: 'Open a new shell',
  refused: 'The dojo refused this terminal.',
  leave: 'F6 leaves the terminal by keyboard.',
  loading: 'The terminal is being loaded…',
  keyRow: 'Keys that a phone does not have',
  keyNames: {
    escape: 'Esc',
    tab: 'Tab',
    control: 'Ctrl',
    up: 'Up',
    down: 'Down',
    left: 'Left',
    right: 'Right',
  },
  withControl: (letter: string) => `Ctrl ${letter}`,
}

export const preview = {
  title: (name: string) => `App ${name}`,
  reload: 'Load again',
  openOutside: 'Open in a new tab',
  none: 'Nothing answers here yet. It appears when your service runs.',
  frame: (name: string) => `The running app ${name}`,
}

export const keys = {
  title: 'Keys',
  show: 'This list',
  cycle: 'Next part of the page: text; terminal, app, chaos or runs; timeline; strip',
  cycleBack: 'Previous part of the page',
  timeline: 'Timeline open or shut',
  live: 'Strip: back to now',
  move: 'Strip: earlier, later',
  zoom: 'Strip: zoom',
  jump: 'Strip: previous, next event',
  play: 'Strip: play or pause',
  splitter: 'On the splitter: narrower, wider',
  escape: 'Shuts a dialog. It never ends a sandbox.',
  inTerminal: 'In the terminal every key goes to the shell, except F6 and Shift F6.',
}
