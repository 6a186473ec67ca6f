import type { Words } from '../words.ts'

export const terminal: Words['terminal'] = {
  label: (name) => `ターミナル ${name}`,
  add: 'ターミナルを追加',
  close: (name) => `ターミナル ${name} のタブを閉じる`,
  connecting: 'シェルに接続しています…',
  reconnecting: '接続が切れました。シェルは動き続けています。再接続しています…',
  exited: (code) => `シェルが終了しました（${code}）。`,
  exitedNext: '新しいシェルを開く',
  refused: 'このターミナルは道場に拒否されました。',
  leave: 'F6 キーでターミナルから抜けられます。',
  loading: 'ターミナルを読み込んでいます…',
  keyRow: '電話にないキー',
  keyNames: { escape: 'Esc', tab: 'Tab', control: 'Ctrl', up: '上', down: '下', left: '左', right: '右' },
  withControl: (letter) => `Ctrl ${letter}`,
}

export const preview: Words['preview'] = {
  title: (name) => `アプリ ${name}`,
  reload: '再読み込み',
  openOutside: '新しいタブで開く',
  none: 'まだ応答がありません。サービスが動くと表示されます。',
  frame: (name) => `動作中のアプリ ${name}`,
}

export const keys: Words['keys'] = {
  title: 'キー操作',
  show: 'この一覧',
  cycle: '次の領域へ：本文、手前のタブ（ターミナル・アプリ・カオス・実行結果）、タイムライン、心拍',
  cycleBack: '前の領域へ',
  timeline: 'タイムラインの開閉',
  live: '心拍：現在に戻る',
  move: '心拍：前へ、後へ',
  zoom: '心拍：拡大、縮小',
  jump: '心拍：前の出来事、次の出来事',
  play: '心拍：再生、一時停止',
  splitter: '境界線の上で：狭く、広く',
  escape: 'ダイアログを閉じます。サンドボックスは終了しません。',
  inTerminal: 'ターミナルでは F6 と Shift F6 以外のキーはすべてシェルに届きます。',
}
