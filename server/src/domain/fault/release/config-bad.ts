import { duration } from '@noops-dojo/contracts'
import { z } from 'zod'
import { deployFault } from './deploy.ts'

const params = z.strictObject({
  key: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable: API_URL')
    .describe('Environment variable of the service: API_URL'),
  value: z
    .string()
    .max(1000)
    .optional()
    .describe('What it is set to; without one the variable is taken away.'),
  for: duration.default('2m').describe('The value before is put back after this when nobody repaired it.'),
})

/** A roll-out of a wrong setting: the image is good, the release is bad. Other variables stay as they are. */
export const configBad = deployFault<z.infer<typeof params>>({
  name: 'config.bad',
  title: { en: 'Bad configuration', ja: '設定ミス' },
  params,
  example: { key: 'API_URL', value: 'http://nowhere:1' },
  rung: {
    rung: 'engine',
    text: {
      en: 'a real service update that changes one environment variable',
      ja: '環境変数を 1 つ変える、実際のサービス更新',
    },
  },
  effect: ({ key, value, for: lasts }, target) => ({
    en: `The deploy robot ${value === undefined ? `takes ${key} away from` : `sets ${key}=${value} in`} ${target} and rolls it out; after ${lasts} the dojo puts the value before back.`,
    ja: `デプロイロボットが ${target} の環境変数 ${value === undefined ? `${key} を削除` : `${key} を ${value} に変更`}して展開します。${lasts} 後に道場が元の値へ戻します。`,
  }),
  edit: ({ key, value }, service, facts) => {
    const before = facts.env.find((entry) => entry.startsWith(`${key}=`)) ?? null
    const after = value === undefined ? null : `${key}=${value}`
    if (before === after) return `${key} of ${service} is that already; choose another value`
    return { service, versionBefore: facts.version, field: 'env', key: `${key}=`, before, after }
  },
})
