import 'reflect-metadata'
import { Controller, Get, Req } from '@nestjs/common'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { Test } from '@nestjs/testing'
import type { Request } from 'express'
import { pino } from 'pino'
import supertest from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { Config, readConfig } from '../config/config.ts'
import { configureApp } from './configure-app.ts'
import { ServerMetrics } from './metrics/server-metrics.ts'
import { PreviewProxy } from './preview/preview-proxy.ts'

@Controller()
class Mirror {
  @Get('healthz')
  read(@Req() request: Request): object {
    return { ip: request.ip, secure: request.secure }
  }
}

let app: NestExpressApplication | undefined
afterEach(() => app?.close())

/** Asks a server with these settings over loopback, as a proxy on its machine does. */
const ask = async (env: Record<string, string>, headers: Record<string, string>): Promise<unknown> => {
  const module = await Test.createTestingModule({
    controllers: [Mirror],
    providers: [
      ServerMetrics,
      { provide: Config, useValue: readConfig(env) },
      { provide: PreviewProxy, useValue: {} },
    ],
  }).compile()
  app = module.createNestApplication<NestExpressApplication>({ logger: false })
  configureApp(app, pino({ level: 'silent' }), '/nowhere')
  await app.listen(0, '127.0.0.1')
  return (await supertest(app.getHttpServer()).get('/healthz').set(headers)).body
}

const fromProxy = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }

describe('the server behind a proxy', () => {
  it('knows the learner’s address and that the page is on https when it trusts the proxy', async () => {
    expect(await ask({ DOJO_TRUST_PROXY: 'loopback' }, fromProxy)).toEqual({
      ip: '203.0.113.9',
      secure: true,
    })
  })

  it('takes the address that the proxy saw, not one that the learner made up', async () => {
    const forged = { ...fromProxy, 'x-forwarded-for': '198.51.100.1, 203.0.113.9' }
    expect(await ask({ DOJO_TRUST_PROXY: 'loopback' }, forged)).toMatchObject({ ip: '203.0.113.9' })
  })

  it.each([{}, { DOJO_TRUST_PROXY: '192.0.2.1' }] as Record<string, string>[])(
    'believes nothing of it from anybody else (%j)',
    async (env) => {
      expect(await ask(env, fromProxy)).toEqual({ ip: '127.0.0.1', secure: false })
    },
  )
})
