import { describe, expect, it } from 'vitest'
import { toApp, toBrowser } from './preview-headers.ts'
import { gatewayPath, previewLocation, readPreviewTarget, type PreviewTarget } from './preview-target.ts'

const token = '0123456789abcdef'
const target = readPreviewTarget(`/preview/${token}/web:8080/orders?page=2`) as PreviewTarget

describe('a preview’s address', () => {
  it('names capability, service, port and path', () => {
    expect(target).toEqual({
      token,
      service: 'web',
      port: 8080,
      path: '/orders?page=2',
      prefix: `/preview/${token}/web:8080`,
    })
    expect(readPreviewTarget(`/preview/${token}/web:8080`)?.path).toBe('/')
    expect(readPreviewTarget(`/preview/${token}/web:8080?q`)?.path).toBe('/?q')
    expect(gatewayPath('sandbox001', target)).toBe('/preview/ssandbox001-web/8080/orders?page=2')
  })

  it.each([
    '/preview/short/web:8080/',
    `/preview/${token}/web/`,
    `/preview/${token}/web:0/`,
    `/preview/${token}/web:99999/`,
    `/preview/${token}/judge:80/`,
    `/preview/${token}/-web:80/`,
    `/preview/${token}/we%62:80/`,
    `/preview/${token}/web@evil:80/`,
    `/preview/${token}/web:80@evil/`,
    `/preview/../web:80/`,
  ])('is not %s', (url) => {
    expect(readPreviewTarget(url)).toBeUndefined()
  })

  it('follows the app’s own redirects and no others', () => {
    expect(previewLocation('/login', target)).toBe(`${target.prefix}/login`)
    expect(previewLocation('next?x=1', target)).toBe(`${target.prefix}/next?x=1`)
    expect(previewLocation('http://web:8080/a', target)).toBe(`${target.prefix}/a`)
    expect(previewLocation('http://evil.example/', target)).toBeUndefined()
    expect(previewLocation('//evil.example/', target)).toBeUndefined()
    expect(previewLocation('javascript:alert(1)', target)).toBeUndefined()
  })
})

describe('a preview’s headers', () => {
  it('keep our cookie, token and address from the app', () => {
    const sent = toApp(
      {
        cookie: 'dojo_session=x',
        authorization: 'Bearer mine',
        referer: 'r',
        origin: 'o',
        accept: 'text/html',
        connection: 'close',
      },
      'Bearer gateway',
    )
    expect(sent).toEqual({ accept: 'text/html', authorization: 'Bearer gateway' })
  })

  it('keep the app’s cookies and its own policy from the browser, and put it into the sandbox', () => {
    const got = toBrowser(
      {
        'set-cookie': ['a=b'],
        'content-security-policy': 'sandbox allow-same-origin',
        'x-frame-options': 'DENY',
        'content-type': 'text/html',
        location: 'http://evil.example/',
      },
      target,
    )
    expect(got).toEqual({
      'content-type': 'text/html',
      'content-security-policy': 'sandbox allow-scripts allow-forms',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })
})
