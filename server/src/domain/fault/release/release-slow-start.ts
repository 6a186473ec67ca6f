import { imageRelease } from './image-release.ts'

/** A release that needs long until it listens: what counts a task as ready too early, or gives up too soon, shows it. */
export const releaseSlowStart = imageRelease({
  name: 'release.slow-start',
  title: { en: 'Slow start', ja: '起動の遅いリリース' },
  example: { image: 'shop-web:2.2' },
  rungText: {
    en: 'a real service update to a release that listens only long after its start',
    ja: '起動してからしばらく待ち受けないリリースへの、実際のサービス更新',
  },
  effect: (values, target) => ({
    en: `The deploy robot updates ${target} to ${values.image}, which starts slowly: nothing listens at first; after ${values.for} the dojo puts the release before back.`,
    ja: `デプロイロボットが ${target} を、起動に時間がかかりしばらく待ち受けを始めない ${values.image} に更新します。${values.for} 後に道場が以前のリリースへ戻します。`,
  }),
})
