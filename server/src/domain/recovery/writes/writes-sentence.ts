import type { LocalizedText, WriteCount } from '@noops-dojo/contracts'

/** What became of the acknowledged writes, as part of a sentence. */
export const writesText = ({ lost, duplicated, acknowledged }: WriteCount): Required<LocalizedText> =>
  lost > 0
    ? {
        en: `${lost} of ${acknowledged} acknowledged writes were lost`,
        ja: `受け付けた書き込み ${acknowledged} 件のうち ${lost} 件が失われました`,
      }
    : {
        en: `${duplicated} of ${acknowledged} acknowledged writes were kept twice`,
        ja: `受け付けた書き込み ${acknowledged} 件のうち ${duplicated} 件が二重に残りました`,
      }
