/** The ways a browser has to copy, so that a test can bring its own. */
export interface CopyWays {
  clipboard: Pick<Clipboard, 'writeText'> | undefined
  /** The old way: gives false when the browser refused. */
  byCommand: (text: string) => boolean
}

const byCommand = (text: string): boolean => {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  // In view and of full size, or a phone scrolls to it or zooms in.
  area.style.cssText = 'position:fixed;top:0;left:0;font-size:16px;opacity:0'
  document.body.append(area)
  area.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  }
}

// Outside of a secure context (plain HTTP at a LAN address, as a class uses it) there is no clipboard object.
const browserWays = (): CopyWays => ({ clipboard: navigator.clipboard as Clipboard | undefined, byCommand })

/** Puts `text` into the clipboard. Gives false when the browser allows no way to do that. */
export const copyText = async (text: string, ways: CopyWays = browserWays()): Promise<boolean> => {
  try {
    if (ways.clipboard !== undefined) {
      await ways.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by a permission; the old way may still be open.
  }
  return ways.byCommand(text)
}

/** Selects the text of `element`, so that a person can copy it with a key or the menu of a phone. */
export const selectTextOf = (element: HTMLElement): void => {
  getSelection()?.selectAllChildren(element)
}
