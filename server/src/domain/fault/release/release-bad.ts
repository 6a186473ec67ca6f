import { imageRelease } from './image-release.ts'

/** The platform's deploy robot releases a version that never gets healthy. */
export const releaseBad = imageRelease({
  name: 'release.bad',
  title: { en: 'Bad release', ja: '不良リリース' },
  example: { image: 'shop-web:2.0' },
  rungText: {
    en: 'a real service update to a release that never gets healthy',
    ja: '決して正常にならないリリースへの、実際のサービス更新',
  },
  effect: (values, target) => ({
    en: `The deploy robot updates ${target} to ${values.image}, which never gets healthy; Swarm may roll it back, and after ${values.for} the dojo does.`,
    ja: `デプロイロボットが ${target} を、決して健全にならない ${values.image} に更新します。Swarm がロールバックでき、${values.for} 経っても残っていれば道場が戻します。`,
  }),
})
