import { describe, expect, it } from 'vitest'
import { frontTab, neighbourOf, paneOfTab, previewTabs } from './tab-order.ts'

describe('the tab in front', () => {
  const known = ['terminal:main', 'terminal:extra-2', 'preview:web:8080', 'chaos', 'runs']

  it('is the one that was in front before the page was loaded again', () => {
    expect(frontTab('runs', known)).toBe('runs')
    expect(frontTab('terminal:extra-2', known)).toBe('terminal:extra-2')
  })

  it('is the first when the one before is gone, or when there was none', () => {
    expect(frontTab('terminal:extra-3', known)).toBe('terminal:main')
    expect(frontTab('', known)).toBe('terminal:main')
    expect(frontTab('chaos', [])).toBe('')
  })

  it('is the neighbour of the one that was closed', () => {
    expect(neighbourOf('extra-3', ['main', 'extra-2', 'extra-3'])).toBe('extra-2')
    expect(neighbourOf('extra-2', ['main', 'extra-2', 'extra-3'])).toBe('main')
    expect(neighbourOf('extra-2', ['extra-2', 'main'])).toBe('main')
    expect(neighbourOf('main', ['main'])).toBe('')
  })

  it('says which pane of a phone it is in', () => {
    expect(['terminal:main', 'preview:web:8080', 'chaos', 'runs'].map(paneOfTab)).toEqual([
      'terminal',
      'preview',
      'chaos',
      'chaos',
    ])
  })
})

describe('the previews', () => {
  it('are those of the lab, then those that the sandbox serves besides', () => {
    const lab = {
      tabs: [{ terminal: 'main' }, { preview: 'web:8080', title: 'Shop' }, { preview: 'api:80' }],
    }
    const served = (target: string) => ({ target, title: target, url: '/' })
    expect(previewTabs(lab, { previews: [served('web:8080'), served('db:1')] })).toEqual([
      { target: 'web:8080', title: 'Shop' },
      { target: 'api:80', title: 'api:80' },
      served('db:1'),
    ])
    expect(previewTabs(null, null)).toEqual([])
  })
})
