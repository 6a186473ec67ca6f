export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'dojo.theme'

const stored = (): Theme => {
  const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(storageKey)
  return themes.find((theme) => theme === text) ?? 'system'
}

class ThemeChoice {
  #theme = $state<Theme>(stored())

  get value(): Theme {
    return this.#theme
  }

  set value(theme: Theme) {
    this.#theme = theme
    localStorage.setItem(storageKey, theme)
  }

  /** Puts the choice on the root element; the tokens do the rest. */
  apply(root: HTMLElement): void {
    if (this.#theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = this.#theme
  }
}

export const theme = new ThemeChoice()
