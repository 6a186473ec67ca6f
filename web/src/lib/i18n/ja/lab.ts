import type { Words } from '../words.ts'

export const starting: Words['starting'] = {
  title: 'サンドボックスを作っています',
  lead: 'その間に本文を読めます。',
  steps: {
    queue: '順番待ち',
    network: '専用ネットワーク',
    guard: '保護された Docker ソケット',
    workstation: 'ワークステーション',
    judge: '判定役',
    gateway: 'アプリへのゲートウェイ',
    files: 'ラボのファイル',
    setup: 'ラボの初期設定',
    probes: '心拍の計測開始',
  },
  states: { waiting: '待機中', running: '実行中', done: '完了', failed: '失敗' },
  failedTitle: 'サンドボックスを作れませんでした',
  failedNext:
    '途中のものは残っていません。もう一度始めると直ることがあります。直らないときは、上の文を講師に伝えてください。',
  startAgain: 'もう一度始める',
}

export const lab: Words['lab'] = {
  instructions: '本文',
  page: (now, all) => `${now} / ${all} ページ`,
  previousPage: '戻る',
  nextPage: '次へ',
  tasks: '課題',
  score: (earned, max) => `${max} 点中 ${earned} 点`,
  scoreShort: '得点',
  timeLeft: '残り時間',
  extend: '延長',
  extensionsLeft: (n) => (n === 0 ? 'これ以上は延長できません' : `あと ${n} 回延長できます`),
  end: '終了',
  endTitle: 'このサンドボックスを終了しますか？',
  endText: 'コンテナ、ボリューム、ファイルはすぐに削除され、元に戻せません。得点と判定は残ります。',
  endConfirm: '終了する',
  endKeep: '続ける',
  export: '記録をダウンロード',
  timeline: 'タイムライン',
  keys: 'キー操作',
  notices: 'お知らせ',
  parts: 'ラボの領域',
  pages: '本文のページ',
  splitter: '本文の幅',
  droppedIn: (name) =>
    `講師として ${name} さんのサンドボックスに入っています。入力はすべて「手出し」として数えられます。`,
  dropOut: 'クラスに戻る',
  expiring: 'このサンドボックスはあと 2 分以内に終了します。',
  terminatingTitle: 'サンドボックスを片づけています',
  terminatingNext: 'コンテナ、ネットワーク、ボリュームを削除しています。',
  goneTitle: 'このサンドボックスは終了しました',
  goneNext: '得点と判定は残っています。新しいサンドボックスは最初から始まります。',
  reconnecting: '道場との接続が切れました。サンドボックスは動き続けています。再接続しています…',
  panes: {
    text: '本文',
    terminal: 'ターミナル',
    preview: 'アプリ',
    chaos: 'カオス',
    timeline: 'タイムライン',
  },
}

export const task: Words['task'] = {
  states: {
    locked: 'ロック中',
    unmet: '未達成',
    met: '達成',
    inconclusive: '判定不能',
    regressed: '未達成に戻った',
  },
  points: (earned, max) => `${earned}/${max}`,
  lockedBecause: (titles) => `先に達成が必要：${titles}`,
  check: '今すぐ確認',
  checking: '確認しています…',
  checkedAgo: (seconds) => (seconds < 2 ? 'たった今確認' : `${seconds} 秒前に確認`),
  notChecked: 'まだ確認していません。',
  noMessage: {
    unmet: '確認しましたが、まだ条件を満たしていません。',
    inconclusive: '判定できませんでした。減点はなく、自動でもう一度確認します。',
    regressed: '一度は達成しましたが、今は満たしていません。',
    met: '達成しました。',
  },
  observed: '実際',
  expected: '期待',
  heldFor: (have) => `${have}維持しています`,
  hint: (index, all) => `ヒント ${index} / ${all}`,
  openHint: (cost) => (cost === 0 ? 'ヒントを見る' : `ヒントを見る（${cost} 点減点）`),
  answer: '回答する',
  pick: (n) => `${n} つ選んでください。`,
  answerWrong: '正解ではありません。何が起きたか、タイムラインをもう一度見てください。',
  announce: (title, state) => `課題「${title}」：${state}`,
}

export const attempt: Words['attempt'] = {
  start: '挑戦を始める',
  again: 'もう一度挑戦する',
  explain: (times, recover, hold) =>
    `誰も知らない瞬間に障害が ${times} 回起きます。${times === 1 ? '' : 'そのたびに '}${recover}以内に正常に戻り、${hold}保てば成功です。`,
  handsOff: '開始から判定まで、入力もボタンも docker も使わないでください。手出しは数えられます。',
  handsOffReported: '手出しは判定とともに報告されますが、失敗にはなりません。',
  sealed: '封印',
  sealExplain: 'この値が瞬間と標的を決めています。元のシードは判定のときに公開されます。',
  comes: '起こること',
  order: {
    single: '（1 つ）',
    sequence: '1 つずつ順に',
    together: 'すべて同じ瞬間に',
    drawn: 'この中から封印された抽選で',
  },
  onRepair: (fault) => `修復が始まると、2 つ目の障害が続きます：${fault}`,
  countsWrites: '絶えず書き込みを送っています。成功と応答した書き込みは、1 件も失ってはいけません。',
  controls: '対照実験',
  controlsNote: '判定にどれだけの価値があるかを確かめます。得点は増えも減りもしません。',
  placebo: 'プラセボの回',
  placeboNote: (time) => `${time}のあいだ障害を起こしません。静かなままのはずです。`,
  ablation: (mechanism) => `取り外し：${mechanism}`,
  ablationNote: '機構を 1 つ取り外します。復旧しないはずです。',
  alertExplain: (fire, resolve) =>
    `誰も知らない瞬間に障害が 1 回起きます。${fire}以内にアラートが鳴り、障害が終わってから ${resolve}以内に止めば成功です。`,
  alertQuiet: (quiet, probe) =>
    `その前の ${quiet}間は静かでなければなりません。道場はプローブ ${probe} で確かめます。`,
  phases: {
    planned: '予定',
    baseline: '安定しているか',
    waiting: '障害を待つ',
    injecting: '障害が効く',
    recovering: '治っているか',
    holding: '保てるか',
    attesting: '痕跡の確認',
    done: '判定',
  },
  unsteady:
    '今、心拍が悪い状態です。このまま始めると、ほぼ判定不能になります。先に良い状態に戻してください。',
  running: '挑戦中です。手を離していてください。',
  history: 'これまでの挑戦',
  showVerdict: '判定を見る',
  outcomes: { met: '達成', unmet: '未達成', inconclusive: '判定不能' },
}

export const fault: Words['fault'] = {
  title: '自分で壊してみる',
  note: '練習用です。得点も判定もありません。',
  target: '標的',
  duration: (seconds) => `${seconds} 秒間`,
  once: '1 回',
  states: {
    planned: '予定',
    injecting: '注入中',
    effective: '発生中',
    reverting: '取り除き中',
    reverted: '終了',
    moot: '終了（標的は置き換えられました）',
    dirty: '終了（痕跡が残りました）',
    failed: '開始できませんでした',
  },
  duringAttempt: '挑戦中は使えません。',
}

export const action: Words['action'] = {
  exec: 'ターミナルで実行',
  executed: 'ターミナルに送りました',
  copy: 'コピー',
  open: 'アプリを開く',
  noTerminal: '開いているターミナルがありません。',
}

export const finish: Words['finish'] = {
  title: 'このラボを終えました。',
  next: (title) => `次のラボ：${title}`,
}
