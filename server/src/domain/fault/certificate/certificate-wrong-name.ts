import { certificateSwap } from './certificate-swap.ts'

/** The certificate is good, for another host (verify code 62). */
export const certificateWrongName = certificateSwap({
  name: 'certificate.wrong-name',
  kind: 'wrong-name',
  title: { en: 'Certificate of another name', ja: '別名義の証明書' },
  codes: '62',
  effect: (values, target) => ({
    en: `Gives one container of ${target} a certificate (${values.path}) for the name wrong-name.invalid; clients that verify refuse it until it is replaced, and after ${values.for} the dojo puts the one before back.`,
    ja: `${target} のコンテナ 1 つの証明書（${values.path}）を、wrong-name.invalid という別の名前のものに差し替えます。検証するクライアントは交換されるまで接続を拒み、${values.for} 後に道場が元の証明書へ戻します。`,
  }),
})
