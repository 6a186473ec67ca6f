import { z } from 'zod'
import { route } from './route.ts'

export const platformRoutes = {
  readHealth: route({
    method: 'GET',
    path: '/healthz',
    access: 'public',
    status: 200,
    response: z.object({ status: z.literal('ok') }),
    summary: 'The process is alive.',
  }),
  readReadiness: route({
    method: 'GET',
    path: '/readyz',
    access: 'public',
    status: 200,
    response: z.object({
      ready: z.boolean(),
      parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string() })),
    }),
    summary: 'Database, engine, guard, gateway, labs: 200 when all can work, else 503.',
  }),
  readMetrics: route({
    method: 'GET',
    path: '/metrics',
    access: 'public',
    status: 200,
    responseType: 'text/plain',
    summary: 'Prometheus metrics (loopback callers only).',
  }),
  readOpenApi: route({
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    status: 200,
    responseType: 'application/json',
    summary: 'This document.',
  }),
}
