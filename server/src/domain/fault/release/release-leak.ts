import { imageRelease } from './image-release.ts'

/** A release that is well at first and takes memory until its limit kills it: the check of the roll-out is long over. */
export const releaseLeak = imageRelease({
  name: 'release.leak',
  title: { en: 'Memory leak', ja: 'メモリリークのあるリリース' },
  example: { image: 'shop-web:2.3' },
  rungText: {
    en: 'a real service update to a release that leaks memory',
    ja: 'メモリリークのあるリリースへの、実際のサービス更新',
  },
  effect: (values, target) => ({
    en: `The deploy robot updates ${target} to ${values.image}, which starts well and leaks memory until its limit kills it, again and again; after ${values.for} the dojo puts the release before back.`,
    ja: `デプロイロボットが ${target} を ${values.image} に更新します。起動直後は正常ですがメモリが漏れ続け、上限で強制終了されることを繰り返します。${values.for} 後に道場が以前のリリースへ戻します。`,
  }),
})
