import '@xterm/xterm/css/xterm.css'
import { FitAddon } from '@xterm/addon-fit'
import { Terminal, type ITheme } from '@xterm/xterm'

/** Sixteen colours for each theme: readable (>= 4.5) on its ground, in the warmth of the page. */
const dark: ITheme = {
  background: '#171412',
  foreground: '#ebe5dc',
  cursor: '#8fbdf0',
  cursorAccent: '#171412',
  selectionBackground: '#3c4656',
  black: '#3a3530',
  red: '#f28b6b',
  green: '#7bd0a8',
  yellow: '#e6c06d',
  blue: '#8fb8ee',
  magenta: '#d3a2ea',
  cyan: '#7fcbd0',
  white: '#d9d2c7',
  brightBlack: '#9a9187',
  brightRed: '#ffa98d',
  brightGreen: '#9fe6c3',
  brightYellow: '#f7d98f',
  brightBlue: '#b0d0fa',
  brightMagenta: '#e6c2f7',
  brightCyan: '#a5e3e6',
  brightWhite: '#fffaf2',
}

const light: ITheme = {
  background: '#fcfaf6',
  foreground: '#2b2622',
  cursor: '#23568f',
  cursorAccent: '#fcfaf6',
  selectionBackground: '#cfdcec',
  black: '#2b2622',
  red: '#a8371a',
  green: '#1d6b4c',
  yellow: '#7d5a08',
  blue: '#23568f',
  magenta: '#7a2f96',
  cyan: '#14666d',
  white: '#6b645b',
  brightBlack: '#6b645b',
  brightRed: '#b9421f',
  brightGreen: '#20744f',
  brightYellow: '#83600c',
  brightBlue: '#2b66a8',
  brightMagenta: '#8a3aa8',
  brightCyan: '#17727a',
  brightWhite: '#2b2622',
}

export interface Screen {
  terminal: Terminal
  /** Fits rows and columns to the element. */
  fit: () => void
  setDark: (isDark: boolean) => void
}

/** Makes an xterm inside `element`. This module is loaded on demand: it is half the script of the lab page. */
export const openScreen = (element: HTMLElement, isDark: boolean, label: string): Screen => {
  const terminal = new Terminal({
    allowProposedApi: false,
    convertEol: false,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: '"IBM Plex Mono", "IBM Plex Sans JP", monospace',
    fontSize: 14,
    lineHeight: 1.25,
    minimumContrastRatio: 4.5,
    scrollback: 5000,
    theme: isDark ? dark : light,
  })
  const fitting = new FitAddon()
  terminal.loadAddon(fitting)
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', label)
  // F6 moves between the parts of the page; the shell never sees it, or the keyboard could not leave.
  terminal.attachCustomKeyEventHandler((event) => event.key !== 'F6')
  return {
    terminal,
    fit: () => {
      if (element.clientWidth > 40 && element.clientHeight > 30) fitting.fit()
    },
    setDark: (isDark) => {
      terminal.options.theme = isDark ? dark : light
    },
  }
}
