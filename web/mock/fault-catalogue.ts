import type { FaultCategory, FaultDescription, FidelityRung } from '@noops-dojo/contracts'

const pattern = String.raw`^\d+(\.\d+)?(ms|s|m|h)$`
const lasting = (fallback: string) => ({
  type: 'string',
  pattern,
  default: fallback,
  description: 'How long the fault lasts.',
})
const schema = (properties: Record<string, unknown>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

/** How a crash is made, in the words of the registry. */
export const killedFromOutside = {
  en: 'SIGKILL of the main process from the host',
  ja: 'ホストから主プロセスへの SIGKILL',
}

/** How a delay is made where the kernel has no netem. */
export const proxyInNamespace = {
  en: 'a proxy in the namespace of the target',
  ja: '標的の名前空間のプロキシ',
}

const fault = (
  name: string,
  category: FaultCategory,
  title: FaultDescription['title'],
  effect: FaultDescription['effect'],
  rung: FidelityRung['rung'],
  over: Partial<FaultDescription> = {},
): FaultDescription => ({
  name,
  category,
  title,
  targetKind: 'container',
  effect,
  ends: 'ends',
  rungs: [{ rung, text: killedFromOutside }],
  params: schema({ for: lasting('10s') }),
  ...over,
})

/** A part of the catalogue that has every kind of parameter, target and end. */
export const catalogue: FaultDescription[] = [
  fault(
    'container.crash',
    'process',
    { en: 'Container crash', ja: 'コンテナのクラッシュ' },
    {
      en: 'Kills the main process of one copy of TARGET, once. Nothing is taken back.',
      ja: 'TARGET のコピー 1 つの主プロセスを 1 回だけ強制終了します。元に戻す操作はありません。',
    },
    'kernel',
    { ends: 'nothing', params: schema({}) },
  ),
  fault(
    'process.stop',
    'process',
    { en: 'Frozen process', ja: 'プロセスの凍結' },
    {
      en: 'Stops all processes of one copy of TARGET for 10s without ending them; then they go on.',
      ja: 'TARGET のコピー 1 つのプロセスをすべて 10s 止めます。終了はさせず、その後は自動で再開します。',
    },
    'kernel',
  ),
  fault(
    'resource.cpu',
    'resource',
    { en: 'CPU stress', ja: 'CPU 負荷' },
    {
      en: 'Keeps 1 workers busy at 80 % inside the limits of TARGET for 30s.',
      ja: 'TARGET の制限の中で 1 個のワーカーを 80 % で 30s 動かし続けます。',
    },
    'process',
    {
      params: schema({
        workers: { type: 'integer', minimum: 1, maximum: 8, default: 1 },
        load: { type: 'number', minimum: 1, maximum: 100, default: 80, description: 'Per cent of a core.' },
        for: lasting('30s'),
      }),
    },
  ),
  fault(
    'network.delay',
    'network',
    { en: 'Slow network', ja: 'ネットワークの遅延' },
    {
      en: 'Delays packets from TARGET by 300ms ± 50ms in direction egress for 10s, then it ends by itself.',
      ja: 'TARGET から egress 方向のパケットを 300ms ± 50ms 遅らせます。10s 経てば自動で元に戻ります。',
    },
    'kernel',
    {
      rungs: [
        {
          rung: 'kernel',
          text: { en: 'netem in the namespace of the target', ja: '標的の名前空間の netem' },
        },
        { rung: 'transparent-proxy', text: proxyInNamespace },
      ],
      params: schema({
        latency: {
          type: 'string',
          pattern,
          default: '300ms',
          description: 'Added to every packet, one way.',
        },
        jitter: { type: 'string', pattern, default: '50ms', description: 'Varies the delay by up to this.' },
        direction: { type: 'string', enum: ['egress', 'ingress', 'both'], default: 'egress' },
        peer: { type: 'string', maxLength: 60, description: 'Only traffic with this service; default: all.' },
        for: lasting('10s'),
      }),
    },
  ),
  fault(
    'network.loss',
    'network',
    { en: 'Packet loss', ja: 'パケットロス' },
    {
      en: 'Drops 30 % of the packets that TARGET sends, for 10s.',
      ja: 'TARGET が送るパケットの 30 % を 10s のあいだ捨てます。',
    },
    'filter',
    {
      params: schema({
        percent: { type: 'number', minimum: 0, maximum: 100, default: 30 },
        for: lasting('10s'),
      }),
    },
  ),
  fault(
    'network.partition',
    'network',
    { en: 'Partition', ja: 'ネットワーク分断' },
    {
      en: 'Cuts TARGET off from everything else for 10s.',
      ja: 'TARGET をほかのすべてから 10s 切り離します。',
    },
    'filter',
  ),
  fault(
    'dns.failure',
    'dns',
    { en: 'Names do not resolve', ja: '名前解決の失敗' },
    {
      en: 'Answers NXDOMAIN to every question of TARGET for 10s.',
      ja: 'TARGET のすべての問い合わせに、10s のあいだ NXDOMAIN を返します。',
    },
    'filter',
  ),
  fault(
    'http.status',
    'http',
    { en: 'Error answers', ja: 'エラー応答' },
    {
      en: 'Answers 50 % of the requests to TARGET with 503 for 10s.',
      ja: 'TARGET への要求の 50 % に、10s のあいだ 503 を返します。',
    },
    'transparent-proxy',
    {
      params: schema({
        status: { type: 'integer', enum: [500, 502, 503, 504, 429], default: 503 },
        percent: { type: 'number', minimum: 0, maximum: 100, default: 50 },
        path: { type: 'string', maxLength: 200, default: '/', description: 'Only paths that begin so.' },
        for: lasting('10s'),
      }),
    },
  ),
  fault(
    'storage.fill',
    'storage',
    { en: 'Full disk', ja: 'ディスク満杯' },
    {
      en: 'Fills the volume of TARGET for 20s.',
      ja: 'TARGET のボリュームを 20s のあいだ満杯にします。',
    },
    'process',
    { params: schema({ for: lasting('20s') }) },
  ),
  fault(
    'time.skew',
    'time',
    { en: 'Clock skew', ja: '時計のずれ' },
    {
      en: 'Shifts the clock of TARGET by 1h for 30s.',
      ja: 'TARGET の時計を 30s のあいだ 1h ずらします。',
    },
    'library',
    {
      params: schema({ offset: { type: 'string', pattern, default: '1h' }, for: lasting('30s') }),
    },
  ),
  fault(
    'release.bad',
    'release',
    { en: 'Bad release', ja: '不良リリース' },
    {
      en: 'The deploy robot updates TARGET to shop-web:2.0, which never gets healthy; Swarm may roll it back, and after 2m the dojo does.',
      ja: 'デプロイロボットが TARGET を、決して健全にならない shop-web:2.0 に更新します。Swarm がロールバックでき、2m 経っても残っていれば道場が戻します。',
    },
    'engine',
    {
      targetKind: 'service',
      ends: 'repairs',
      params: schema(
        {
          image: {
            type: 'string',
            minLength: 1,
            description: 'Catalogue image of the bad release: shop-api:2.0-bad',
          },
          for: lasting('2m'),
        },
        ['image'],
      ),
    },
  ),
  fault(
    'platform.node-drain',
    'platform',
    { en: 'Node drain', ja: 'ノードの退避' },
    {
      en: 'Moves every task of the sandbox off its node for 20s.',
      ja: 'サンドボックスのすべてのタスクを 20s のあいだノードから追い出します。',
    },
    'engine',
    { targetKind: 'sandbox', params: schema({ for: lasting('20s') }) },
  ),
]
