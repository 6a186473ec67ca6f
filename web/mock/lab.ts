import type { ContentBlock, LabDetail } from '@noops-dojo/contracts'
import { summary } from './summaries.ts'

const html = (text: string): ContentBlock => ({ type: 'html', html: text })
const exec = (text: string): ContentBlock => ({
  type: 'action',
  action: 'exec',
  language: 'sh',
  text,
  args: {},
})
const task = (id: string): ContentBlock => ({ type: 'task', id })

const english: ContentBlock[] = [
  html(`<p>A small shop runs in your sandbox: <code>web</code> shows the page, <code>api</code> keeps the orders.
    The strip below is its heartbeat: ten requests a second, from outside. Good answers grow up, bad ones hang down.</p>
    <p>Right now there is <strong>one</strong> copy of each. Look at them:</p>`),
  exec('docker service ls'),
  html(`<p>If that one copy dies, nobody answers until Swarm has started the next. Give <code>web</code> a second
    copy, so that somebody answers meanwhile.</p>`),
  exec('docker service scale shop_web=2'),
  task('running'),
  html(`<p>A copy that dies is replaced after the <em>restart delay</em>. Five seconds is the default and it is long.
    Set it to half a second.</p>`),
  {
    type: 'action',
    action: 'copy',
    language: 'sh',
    text: 'docker service update --restart-delay 500ms shop_web',
    args: {},
  },
  task('delay'),
  {
    type: 'hint',
    title: 'What is a task, what is a container?',
    html: '<p>Swarm keeps <em>tasks</em>; each task has one container. A dead container is never started again: its task is replaced by a new one.</p>',
  },
  task('steady'),
]
const second: ContentBlock[] = [
  html(`<p>Break it yourself first. Press the button and watch the strip: the hatched band is the fault, the bracket
    is the outage with both its bounds.</p>`),
  { type: 'action', action: 'inject', language: '', text: 'crash', args: { fault: 'crash' } },
  html('<p>Now for real. The dojo picks the moment and the victim; you keep your hands off.</p>'),
  task('survive'),
  task('alarm'),
  task('why'),
]
const japanese: ContentBlock[] = [
  html(`<p>サンドボックスでは小さな店が動いています。<code>web</code> はページを表示し、<code>api</code> は注文を保存します。
    下の帯はその心拍です。外から毎秒 10 回の要求を送り、良い応答は上へ伸び、悪い応答は下へ垂れます。</p>
    <p>今はどちらもコピーが <strong>1 つ</strong>だけです。見てみましょう。</p>`),
  exec('docker service ls'),
  html(
    '<p>そのコピーが落ちると、Swarm が次を起動するまで誰も応答しません。<code>web</code> をもう 1 つ増やして、その間も応答できるようにします。</p>',
  ),
  exec('docker service scale shop_web=2'),
  task('running'),
  html(
    '<p>落ちたコピーは<em>再起動の待ち時間</em>のあとに置き換えられます。既定の 5 秒は長すぎます。0.5 秒にしましょう。</p>',
  ),
  task('delay'),
  task('steady'),
]

const head = {
  points: 20,
  needs: [] as string[],
  messages: {},
  hints: [],
  quiz: null,
  survive: null,
  alert: null,
}

export const lab: LabDetail = {
  ...summary,
  content: {
    en: [
      { slug: 'steady', title: 'Two copies are better than one', blocks: english },
      { slug: 'survive', title: 'Now it dies', blocks: second },
    ],
    ja: [
      { slug: 'steady', title: '1 つより 2 つ', blocks: japanese },
      {
        slug: 'survive',
        title: 'そして落ちる',
        blocks: [
          html('<p>瞬間と標的は道場が選びます。手を離していてください。</p>'),
          task('survive'),
          task('alarm'),
          task('why'),
        ],
      },
    ],
  },
  taskList: [
    {
      ...head,
      id: 'running',
      mode: 'once',
      title: { en: 'Two copies of web answer', ja: 'web の 2 つのコピーが応答する' },
      messages: {
        'one-replica': {
          en: 'The web service has one replica; the task asks for two.',
          ja: 'web サービスのレプリカは 1 つです。課題では 2 つ必要です。',
        },
      },
      hints: [{ cost: 0 }, { cost: 2 }],
    },
    {
      ...head,
      id: 'delay',
      mode: 'while',
      title: { en: 'The restart delay is under a second', ja: '再起動の待ち時間が 1 秒未満' },
      needs: ['running'],
      points: 10,
      messages: {
        'too-long': {
          en: 'The restart delay is back at five seconds: the last update did not name it.',
          ja: '再起動の待ち時間が 5 秒に戻っています。直前の更新で指定されていません。',
        },
      },
      hints: [{ cost: 2 }],
    },
    {
      ...head,
      id: 'steady',
      mode: 'hold',
      title: { en: 'Steady for thirty seconds', ja: '30 秒間、安定している' },
      needs: ['running'],
      points: 10,
      messages: {
        'no-result': {
          en: 'The judge could not reach the engine just now.',
          ja: '判定役がエンジンに接続できませんでした。',
        },
      },
    },
    {
      ...head,
      id: 'survive',
      mode: 'survive',
      title: { en: 'Survive two crashes, hands off', ja: '手を離して、2 回のクラッシュを生き延びる' },
      needs: ['running'],
      points: 40,
      survive: {
        faults: ['crash', 'freeze'],
        order: 'sequence',
        times: 2,
        onRepair: 'slow',
        recoverWithinMs: 5000,
        holdMs: 30_000,
        handsOff: true,
        placeboMs: 30_000,
        ablations: [
          {
            id: 'one-replica',
            title: { en: 'Without the second replica', ja: '2 つ目のレプリカなし' },
          },
        ],
        countsWrites: true,
      },
    },
    {
      ...head,
      id: 'alarm',
      mode: 'alert',
      title: { en: 'Your alert tells the truth', ja: 'アラートが真実を告げる' },
      needs: ['running'],
      points: 20,
      alert: {
        fault: 'crash',
        probe: 'alarm',
        fireWithinMs: 15_000,
        quietMs: 10_000,
        resolveWithinMs: 30_000,
        handsOff: true,
      },
    },
    {
      ...head,
      id: 'why',
      mode: 'quiz',
      title: { en: 'Who put it back?', ja: '誰が元に戻した?' },
      needs: ['survive'],
      quiz: {
        ask: { en: 'What replaced the dead task?', ja: '落ちたタスクを置き換えたのは?' },
        choices: [
          { en: 'the restart policy of the container', ja: 'コンテナの再起動ポリシー' },
          { en: 'Swarm', ja: 'Swarm' },
          { en: 'DNS', ja: 'DNS' },
        ],
        pick: 1,
      },
    },
  ],
  tabs: [{ terminal: 'main' }, { preview: 'web:8080', title: 'Shop' }],
  faults: [
    {
      id: 'crash',
      fault: 'container.crash',
      title: { en: 'Crash a copy', ja: 'コピーを 1 つ落とす' },
      target: 'shop_web',
      effect: {
        en: 'Kills the main process of one copy of web, once. Nothing is taken back: what comes next is up to your system.',
        ja: 'web のコピー 1 つの主プロセスを 1 回だけ強制終了します。元に戻す操作はありません。その先はシステム次第です。',
      },
      durationMs: null,
    },
    {
      id: 'freeze',
      fault: 'process.stop',
      title: { en: 'Freeze a copy', ja: 'コピーを 1 つ凍らせる' },
      target: 'shop_web',
      effect: {
        en: 'Stops the process of one copy of web for 10 seconds without ending it. Then it goes on by itself.',
        ja: 'web のコピー 1 つのプロセスを終了せずに 10 秒間止めます。その後は自動で再開します。',
      },
      durationMs: 10_000,
    },
    {
      id: 'slow',
      fault: 'network.delay',
      title: { en: 'Slow answers', ja: '応答を遅くする' },
      target: 'shop_api',
      effect: {
        en: 'Delays every answer of api by 300 ms for 8 seconds. Then it goes on by itself.',
        ja: 'api の応答を 8 秒間、300 ms ずつ遅らせます。その後は自動で元に戻ります。',
      },
      durationMs: 8000,
    },
  ],
  probes: [{ name: 'shop', everyMs: 100, target: 'http://web:8080/health' }],
  console: true,
  slo: { probe: 'shop', availability: 0.99 },
}
