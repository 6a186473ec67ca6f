/**
 * What a terminal sends by itself, not a person: answers to a program’s queries, and notice of focus and pointer.
 * Sources: XTerm Control Sequences (ctlseqs) and xterm.js’ InputHandler. The patterns are tight on purpose, with no
 * control character and no free text inside: a command wrapped as an “answer” must count as typed.
 */
/* eslint-disable no-control-regex -- control sequences are what this is about */
const answers = [
  /\x1b\[[?>=]?\d{1,4}(;\d{1,4}){0,5}c/, // primary and secondary device attributes
  /\x1b\[\??\d{1,4}(;\d{1,4})?n/, // device status report
  /\x1b\[\??\d{1,4};\d{1,4}(;\d{1,2})?R/, // cursor position (also Shift+F3, which does nothing in a shell)
  /\x1b\[\??\d{1,5};[0-4]\$y/, // mode report
  /\x1b\[\?\d{1,3}u/, // keyboard protocol flags
  /\x1b\[[468];\d{1,5};\d{1,5}t/, // window and cell size
  /\x1b\[[IO]/, // focus in and out
  /\x1b\]\d{1,2};(\d{1,3};)?rgb:[0-9a-f]{1,4}\/[0-9a-f]{1,4}\/[0-9a-f]{1,4}(\x1b\\|\x07)/, // colours
  /\x1bP[01]\$r[\d;]{0,20}[ "']?[a-z]{0,2}\x1b\\/, // status strings
  /\x1bP>\|xterm\.js\([\d.]{1,12}(-[a-z]+\.\d{1,4})?\)\x1b\\/, // name and version
  /\x1bP!\|[0-9A-F]{8}\x1b\\/, // tertiary device attributes
  // Pointer: moves (32 and up), wheel (64 and up) and releases. A press of a button counts, and so does
  // every report of the old X10 form: its three free bytes could hide keys.
  /\x1b\[<(3[2-9]|[4-9]\d|1\d\d);\d{1,4};\d{1,4}[Mm]/,
  /\x1b\[<\d{1,2};\d{1,4};\d{1,4}m/,
]
/* eslint-enable no-control-regex */
const anAnswer = new RegExp(answers.map(({ source }) => source).join('|'), 'g')
const escapeByte = 0x1b
/** More than any number of answers in one frame: a paste, which is not searched. */
const pasteBytes = 4_096

/** Gives how many of the bytes from the browser a person typed, pasted or clicked. */
export const typedBytes = (bytes: Uint8Array): number => {
  if (bytes.length > pasteBytes || !bytes.includes(escapeByte)) return bytes.length
  // Latin-1: one character for each byte, so that lengths stay bytes.
  const text = String.fromCharCode(...bytes)
  return text.replace(anAnswer, '').length
}
