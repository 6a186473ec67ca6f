import type { Words } from '../words.ts'

export const failures: Words['failures'] = {
  BAD_REQUEST: {
    what: 'この要求を道場が理解できませんでした。',
    next: 'ページを再読み込みして、もう一度試してください。',
  },
  UNAUTHENTICATED: { what: 'サインインしていません。', next: 'クラスのコードで参加してください。' },
  FORBIDDEN: {
    what: 'この操作は許可されていません。',
    next: '講師の方は、講師としてサインインしてください。',
  },
  ORIGIN_REFUSED: {
    what: 'このページのアドレスは信頼されていません。',
    next: '道場の起動時に表示されたアドレスで開いてください。',
  },
  TICKET_INVALID: {
    what: '接続用のチケットは使用済みか期限切れです。',
    next: 'ページが自動で新しいものを取得します。',
  },
  JOIN_CODE_UNKNOWN: {
    what: 'このコードのクラスはありません。',
    next: 'プロジェクターに映ったコードと見比べてください。',
  },
  INSTRUCTOR_KEY_WRONG: {
    what: '講師キーが違います。',
    next: '道場のマシンで `dojo status` を実行すると表示されます。',
  },
  CLASSROOM_CLOSED: {
    what: 'このクラスは終了しました。',
    next: '開いているクラスのコードを講師に聞いてください。',
  },
  PREPARATION_IMPOSSIBLE: {
    what: 'この道場では、それだけの数を準備しておけません。',
    next: '数を減らしてください。上限は道場のマシンの `DOJO_MAX_SANDBOXES` で、`DOJO_POOL` が off だと準備できません。',
  },
  NOT_FOUND: { what: '存在しないか、あなたのものではありません。', next: 'ラボ一覧に戻ってください。' },
  LAB_NOT_FOUND: { what: 'その名前のラボはありません。', next: '一覧からラボを選んでください。' },
  LAB_INVALID: {
    what: 'このラボのファイルに誤りがあります。',
    next: '作者は `dojo lab lint` で該当行を確認できます。',
  },
  SANDBOX_NOT_FOUND: {
    what: 'このサンドボックスは存在しないか、あなたのものではありません。',
    next: '一覧からラボを始め直してください。',
  },
  SANDBOX_NOT_READY: {
    what: 'サンドボックスの準備がまだできていません。',
    next: '準備ができてから、もう一度試してください。',
  },
  SANDBOX_LIMIT: {
    what: '持てるサンドボックスの上限に達しています。',
    next: '先にどれか一つを終了してください。',
  },
  EXTENSION_LIMIT: {
    what: 'このサンドボックスはもう延長できません。',
    next: '残り時間で終えるか、終了後にラボを始め直してください。',
  },
  SANDBOX_FAILED: { what: 'このサンドボックスは失敗しました。', next: 'ラボを始め直してください。' },
  TASK_NOT_FOUND: { what: 'このラボにその課題はありません。', next: 'ページを再読み込みしてください。' },
  TASK_LOCKED: { what: 'この課題はロックされています。', next: '先に前の課題を達成してください。' },
  TASK_WRONG_MODE: { what: 'この課題ではその操作はできません。', next: 'ページを再読み込みしてください。' },
  ATTEMPT_RUNNING: { what: '挑戦中です。', next: '手を離して、判定を待ってください。' },
  FAULT_NOT_FOUND: { what: 'このラボにその障害はありません。', next: 'ページを再読み込みしてください。' },
  FAULT_RUNNING: { what: 'すでに障害が発生中です。', next: '終わるまで待ってください。' },
  FAULT_INVALID: { what: 'この障害の設定に誤りがあります。', next: 'ラボの作者に伝えてください。' },
  FAULT_TARGET_GONE: { what: '障害の標的が動いていません。', next: '標的を起動してから注入してください。' },
  SUBMISSION_INVALID: {
    what: 'この提出物は受け付けられません。',
    next: 'リンクや「..」を含まない名前で、もう一度まとめてください。',
  },
  PREVIEW_UNREACHABLE: { what: 'アプリが応答しません。', next: 'サービスが動いているか確認してください。' },
  HOST_FULL: {
    what: 'このマシンの空きがありません。',
    next: '誰かがサンドボックスを終了すると空きます。1 分後にもう一度試してください。',
  },
  ENGINE_AWAY: {
    what: 'Docker エンジンが応答しません。',
    next: '動いているものの状態は保たれます。講師に伝えてください。エンジンが戻ると再開します。',
  },
  DATABASE_AWAY: {
    what: 'データベースが応答しません。',
    next: '失われたものはありません。少し待って、もう一度試してください。',
  },
  GATEWAY_AWAY: {
    what: '心拍を測るゲートウェイが応答しません。',
    next: '自動で再起動されます。その間、判定は待機します。',
  },
  GUARD_AWAY: {
    what: 'Docker を守るガードが応答しません。',
    next: '戻るまで数秒ほど、docker コマンドは待機します。',
  },
  TOO_MANY_REQUESTS: { what: '操作が速すぎます。', next: '少し待って、もう一度試してください。' },
  INTERNAL: {
    what: '道場で予期しないエラーが起きました。',
    next: 'もう一度試してください。続く場合は、時刻を講師に伝えてください。詳細はログにあります。',
  },
  OFFLINE: {
    what: '道場が応答しません。',
    next: 'この端末が道場のネットワークにつながっているか確認してください。',
  },
}

export const failureTitles: Words['failureTitles'] = {
  refused: 'うまくいきませんでした',
}
