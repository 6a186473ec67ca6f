import { describe, expect, it } from 'vitest'
import { previewTarget } from './preview-target.ts'

describe('a preview path', () => {
  it('names host, port and the rest', () => {
    expect(previewTarget('/preview/sabcdefghij-web/8080/orders?page=2')).toEqual({
      host: 'sabcdefghij-web',
      port: 8080,
      path: '/orders?page=2',
    })
    expect(previewTarget('/preview/sabcdefghij-web/8080')?.path).toBe('/')
  })

  it.each([
    '/preview/127.0.0.1/7430/control',
    '/preview/localhost/7430/',
    '/preview/172.17.0.1/2375/containers/json',
    '/preview/web/8080/',
    '/preview/sabcdefghij-web/0/',
    '/preview/sabcdefghij-web/99999/',
    '/preview/sabcdefghij-web@evil/80/',
    '/preview/%73abcdefghij-web/80/',
    '/previews/sabcdefghij-web/80/',
  ])('%s reaches nothing', (path) => {
    expect(previewTarget(path)).toBeUndefined()
  })
})
