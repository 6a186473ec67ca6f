import { certificateSwap } from './certificate-swap.ts'

/** The certificate was signed by a CA that nobody trusts (verify codes 18 to 21). */
export const certificateWrongCa = certificateSwap({
  name: 'certificate.wrong-ca',
  kind: 'wrong-ca',
  title: { en: 'Certificate of an unknown CA', ja: '信頼されない CA の証明書' },
  codes: '18|19|20|21',
  effect: (values, target) => ({
    en: `Gives one container of ${target} a certificate (${values.path}) of a CA that nobody trusts; clients that verify refuse it until it is replaced, and after ${values.for} the dojo puts the one before back.`,
    ja: `${target} のコンテナ 1 つの証明書（${values.path}）を、誰も信頼していない CA のものに差し替えます。検証するクライアントは交換されるまで接続を拒み、${values.for} 後に道場が元の証明書へ戻します。`,
  }),
})
