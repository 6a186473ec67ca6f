/** How true to life the faults are, by the English sentence that the server tells; a test says which one is missing. */
export const faultRungs: Readonly<Record<string, string>> = {
  'CFS quota of the container, by docker update': 'コンテナの CFS クォータ（docker update）',
  'RLIMIT_NOFILE of every process, by prlimit from the host':
    '全プロセスの RLIMIT_NOFILE（ホストからの prlimit）',
  'SIGKILL of the main process from the host': 'ホストから主プロセスへの SIGKILL',
  'SIGKILL of whatever main process the target has then, from the host':
    'その時の標的の主プロセスへの、ホストからの SIGKILL',
  'SIGSTOP of all processes from the host': 'ホストから全プロセスへの SIGSTOP',
  'TCP resets from the packet filter of every replica, ending in the kernel':
    '全レプリカのパケットフィルターによる TCP リセット。カーネルが終わらせる',
  'a file on the target’s own size-capped file system, written from the host':
    '標的自身の、容量に上限のあるファイルシステムに、ホストから書いたファイル',
  'a proxy in the target’s network namespace holds back what it sends over TCP; connecting itself is not slowed, and applications see the target’s own address as the client':
    '標的のネットワーク名前空間のプロキシが、TCP で送るものを遅らせる。接続そのものは遅れず、アプリにはクライアントが標的自身のアドレスに見える',
  'a proxy in the target’s network namespace reads plain HTTP/1.1 and passes TLS untouched; the application sees the target’s own address as the client':
    '標的のネットワーク名前空間のプロキシが平文の HTTP/1.1 を読み、TLS はそのまま通す。アプリにはクライアントが標的自身のアドレスに見える',
  'a real certificate file, signed anew over the same key and read by the target':
    '同じ鍵で署名し直し、標的が読む本物の証明書ファイル',
  'a real scale of the service to no replicas': 'サービスのレプリカを実際に 0 にする',
  'a real service update that changes one environment variable': '環境変数を 1 つ変える、実際のサービス更新',
  'a real service update to a release that leaks memory':
    'メモリリークのあるリリースへの、実際のサービス更新',
  'a real service update to a release that listens only long after its start':
    '起動してからしばらく待ち受けないリリースへの、実際のサービス更新',
  'a real service update to a release that never gets healthy':
    '決して正常にならないリリースへの、実際のサービス更新',
  'a responder in the target’s network namespace stands before the engine’s resolver (UDP and TCP); names that an application keeps in its own cache are not hit':
    '標的のネットワーク名前空間の応答役が、エンジンのリゾルバーの手前に立つ（UDP と TCP）。アプリ自身のキャッシュにある名前には効かない',
  'all packets of the monitor dropped by its packet filter, ending in the kernel':
    '監視の全パケットを、そのパケットフィルターが捨てる。カーネルが終わらせる',
  'an open-loop generator on the sandbox’s network':
    'サンドボックスのネットワーク上の、応答を待たずに送り続ける負荷生成役',
  'blkio.throttle (cgroup v1: reads and direct writes, not what the page cache writes back) or io.max (v2)':
    'blkio.throttle（cgroup v1：読み込みと直接の書き込み。ページキャッシュの書き戻しは除く）または io.max（v2）',
  'busy loops in the target’s own cpu cgroup': '標的自身の cpu cgroup の中のビジーループ',
  'cgroup freezer, by docker pause': 'cgroup freezer（docker pause）',
  'docker stop, an operator’s act that voids restart policies':
    'docker stop：再起動ポリシーを無効にする、オペレーターの操作',
  'iptables answers with TCP resets': 'iptables が TCP リセットを返す',
  'iptables connlimit refuses connections above the limit': 'iptables の connlimit が上限を超える接続を断る',
  'iptables drops packets by address': 'iptables がアドレスによりパケットを捨てる',
  'iptables drops packets in windows that the kernel opens and closes':
    'カーネルが開け閉めする時間帯に、iptables がパケットを捨てる',
  'iptables statistic drops packets by chance, each by itself':
    'iptables の statistic が、パケットごとにくじで捨てる',
  'libfaketime preloaded in the image; no effect on Go, static binaries and images without it, nor on timers':
    'イメージに組み込まれた libfaketime。Go、静的リンクのバイナリ、これのないイメージ、タイマーには効かない',
  'memory limit of the container without swap, by docker update':
    'コンテナのメモリ上限（スワップなし。docker update）',
  'memory taken in the target’s own memory cgroup; the kernel picks the application':
    '標的自身の memory cgroup でメモリを確保し、カーネルがアプリを選んで落とす',
  'netem on the target’s interface holds back what it sends':
    '標的のインターフェースの netem が、送るものを遅らせる',
  'pids limit of the container, by docker update': 'コンテナの pids 上限（docker update）',
  'placement constraints of the sandbox’s services, and eviction of their tasks':
    'サンドボックスのサービスの配置制約と、そのタスクの立ち退き',
  'read-only remount in the target’s own mount namespace':
    '標的自身のマウント名前空間での、読み取り専用の再マウント',
  'tc token bucket on the target’s interface; what arrives passes an ifb device':
    '標的のインターフェースの tc トークンバケット。届くものは ifb デバイスを通る',
  'the file replaced by a damaged copy, as docker cp does':
    'docker cp のように、壊れた写しに置き換えたファイル',
}
