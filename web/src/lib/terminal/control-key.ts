const punctuation: Record<string, string> = { ' ': '\x00', '/': '\x1f', '?': '\x7f', '-': '\x1f' }

/** The byte that Ctrl makes of a typed character, or null when it makes none. Full-width letters count as letters. */
export const controlCode = (text: string): string | null => {
  const plain = text.normalize('NFKC').toUpperCase()
  if (plain.length !== 1) return null
  const own = punctuation[plain]
  if (own !== undefined) return own
  // A terminal's Ctrl clears the upper bits: @ A … Z [ \ ] ^ _ become 0 … 31 (ECMA-48, C0).
  return plain >= '@' && plain <= '_' ? String.fromCharCode(plain.charCodeAt(0) & 0x1f) : null
}

/** What a terminal sends for `text` with Ctrl held down, and whether Ctrl stays down after it. */
export const typedWithControl = (text: string): { sent: string; isStillDown: boolean } => {
  // Longer than one character: an arrow, a paste, or the terminal answering a program by itself. The letter still comes.
  if ([...text].length > 1) return { sent: text, isStillDown: true }
  return { sent: controlCode(text) ?? text, isStillDown: false }
}
