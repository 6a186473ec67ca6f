/** Names as long as they may be, with no space to break a line at. */
export const longClass = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
export const longNickname = 'Wolfeschlegelsteinhausenbergerdorffsenio'
export const longTitle = {
  en: 'SurviveACrashOfTheShopWithoutASingleSpaceInTheTitleOfTheLab',
  ja: 'ひとつのコピーが落ちても店が止まらないようにして手を離したまま生き延びる',
}
export const longTask = {
  en: 'web_and_api_and_the_database_answer_within_a_second_all_the_time',
  ja: 'web_and_api_and_the_database_が止まらずに一秒以内で応答し続けている',
}
