import { describe, expect, it } from 'vitest'
import { loadXterm } from './load-xterm.ts'

const xterm = { openScreen: () => 'a screen' }

describe('loading the terminal', () => {
  it('waits for the font, in which the cells are measured', async () => {
    const loaded: string[] = []
    const font = () => Promise.resolve().then(() => loaded.push('font'))
    await loadXterm(() => Promise.resolve(xterm), font)
    expect(loaded).toEqual(['font'])
  })

  it('goes on without the font: a terminal in another one is better than none', async () => {
    const font = () => Promise.reject(new Error('NetworkError'))
    expect(await loadXterm(() => Promise.resolve(xterm), font)).toBe(xterm)
  })

  it('gives null when the script cannot be fetched, so that the page can say so', async () => {
    const script = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
    expect(await loadXterm(script, () => Promise.resolve())).toBeNull()
  })
})
