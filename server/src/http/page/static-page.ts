import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import express, { type NextFunction, type RequestHandler, type Response } from 'express'
import type { DojoRequest } from '../request.ts'
import { pagePolicy } from './security-headers.ts'

const yearSeconds = 31_536_000
/** Addresses that belong to the server; everything else is the page's own routing. */
const reserved = /^\/(api|ws|preview|healthz|readyz|metrics)(\/|$)/

interface StartPage {
  readonly mtimeMs: number
  readonly html: string
  readonly scripts: readonly string[]
}

/** CSP hashes of the inline scripts that SvelteKit writes into its start page. */
const inlineScripts = (html: string): string[] =>
  [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  )

const loader = (file: string) => {
  let known: StartPage | undefined
  return async (): Promise<StartPage | undefined> => {
    const found = await stat(file).catch(() => undefined)
    if (found === undefined) return undefined
    if (known?.mtimeMs === found.mtimeMs) return known
    const html = await readFile(file, 'utf8')
    return (known = { mtimeMs: found.mtimeMs, html, scripts: inlineScripts(html) })
  }
}

const missing = 'The page is not built yet. Run "npm run build:web" (./dojo up does it), then reload.\n'

const wantsPage = (request: DojoRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !reserved.test(request.path) &&
  request.accepts('html') !== false &&
  !/\.[a-z0-9]{1,8}$/i.test(request.path)

/** Serves the built page of `webDir`: its files, and the start page for every address that is the page's own. */
export const staticPage = (webDir: string): RequestHandler[] => {
  const startPage = loader(join(webDir, 'index.html'))
  const files = express.static(webDir, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      // SvelteKit names these files after their content.
      const isHashed = path.includes(`${sep}_app${sep}immutable${sep}`)
      const value = isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache'
      response.setHeader('cache-control', value)
    },
  })
  const fallback = (request: DojoRequest, response: Response, next: NextFunction): void => {
    if (!wantsPage(request)) return next()
    void startPage()
      .then((page) => {
        if (page === undefined) return void response.status(503).type('text/plain').send(missing)
        response.setHeader('content-security-policy', pagePolicy(request.headers.host, page.scripts))
        response.setHeader('cache-control', 'no-cache')
        response.type('html').send(page.html)
      })
      .catch(next)
  }
  const own: RequestHandler = (request, response, next) =>
    reserved.test(request.path) || request.path === '/index.html' ? next() : files(request, response, next)
  return [own, fallback as RequestHandler]
}
