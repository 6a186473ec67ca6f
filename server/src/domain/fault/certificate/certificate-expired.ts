import { certificateSwap } from './certificate-swap.ts'

/** The certificate ended yesterday (verify code 10), signed by the CA that clients trust where its key is at hand. */
export const certificateExpired = certificateSwap({
  name: 'certificate.expired',
  kind: 'expired',
  title: { en: 'Certificate expired', ja: '証明書の期限切れ' },
  codes: '10',
  effect: (values, target) => ({
    en: `Gives one container of ${target} a certificate (${values.path}) that expired yesterday; clients that verify refuse it until it is renewed, and after ${values.for} the dojo puts the one before back.`,
    ja: `${target} のコンテナ 1 つの証明書（${values.path}）を、昨日で期限の切れたものに差し替えます。検証するクライアントは更新されるまで接続を拒み、${values.for} 後に道場が元の証明書へ戻します。`,
  }),
})
