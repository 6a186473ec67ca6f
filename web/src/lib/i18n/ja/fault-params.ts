/**
 * What the parameters of the faults take, by their English sentence, which the server tells (lab-source/src/reference/faults.json).
 * A test says which one is missing.
 */
export const faultParams: Readonly<Record<string, string>> = {
  'A file in the container of 64Ki at most. Who holds it open does not see the damage.':
    'コンテナの中のファイル（64Ki まで）。開いたままのプロセスには、壊れたことが見えません。',
  'A folder on a file system with a cap of its own: a tmpfs mount or /dev/shm. The host’s disk is refused.':
    '容量の上限があるファイルシステム上のフォルダー：tmpfs のマウントか /dev/shm。ホストのディスクは断られます。',
  'A mount point in the container. Refused while a process holds a file there open for writing.':
    'コンテナの中のマウントポイント。書き込み用に開かれているファイルがあると断られます。',
  'A plain container that nobody started again is started after this.':
    'サービスに属さないコンテナは、誰も起動し直さなければ、この時間の後に起動します。',
  'Bits per second of the packets with their headers: 256kbit, 1mbit.':
    'ヘッダーを含むパケットの、毎秒のビット数：256kbit、1mbit。',
  'Busy loops that share the container’s CPU limit with the application.':
    'アプリとコンテナの CPU 上限を分け合うビジーループの数。',
  'Bytes a second that the container may read from each disk, and as many that it may write.':
    'コンテナが各ディスクから毎秒読めるバイト数。書き込みも同じだけです。',
  'CPUs that the container may use; less than it has now.': 'コンテナが使える CPU 数。今より少なくします。',
  'Catalogue image of the release: shop-web:2.0': 'リリースするカタログのイメージ：shop-web:2.0',
  'Connections that stand already: reset closes them once, so that they come back through the fault; keep leaves them.':
    'すでにある接続：reset は一度閉じて、障害を通る接続に作り直させます。keep はそのままにします。',
  'Connections to the target that may stand at the same time.': '標的への同時接続数の上限。',
  'Environment variable of the service: API_URL': 'サービスの環境変数：API_URL',
  'How far the application’s clock is off: +1h, -5m, +30d.': 'アプリの時計のずれ：+1h、-5m、+30d。',
  'How full the file system is to be; 100: until nothing more can be written (ENOSPC).':
    'ファイルシステムをどこまで埋めるか。100 なら、何も書けなくなるまで（ENOSPC）。',
  'How late the answers come.': '応答の遅れ。',
  'How late what the target sends arrives: once for each round trip.':
    '標的が送るものの遅れ：1 往復につき 1 回。',
  'How long a request waits before it is passed on.': '要求を先へ渡すまでに待たせる時間。',
  'How long it is there in between.': 'その間、つながっている時間。',
  'How long the network is away each time.': '毎回、ネットワークが切れている時間。',
  'It ends after this at the latest.': '遅くともこの時間の後に終わります。',
  'It is writable again after this at the latest.': '遅くともこの時間の後に、また書き込めます。',
  'Key of that CA.': 'その CA の鍵。',
  'Kills at most; when nothing runs at its moment, a kill waits until the next one is due.':
    '落とす回数の上限。その時に何も動いていなければ、次の回まで待ちます。',
  'Memory that the container may use, without swap; less than it has now. Less than it uses is refused on cgroup v1.':
    'コンテナが使えるメモリ（スワップを除く）。今より少なくします。使用量より少ない値は、cgroup v1 では断られます。',
  'Memory to take on the container’s account. More than its limit leaves ends in an OOM kill.':
    'コンテナの枠で確保するメモリ。上限の残りを超えると OOM で落とされます。',
  'Names that are hit (api, *.example); empty: every name.':
    '対象にする名前（api、*.example）。空ならすべての名前。',
  'Only connections to this port of the target; default: all.':
    '標的のこのポートへの接続だけ。既定はすべて。',
  'Only connections to this port; default: all.': 'このポートへの接続だけ。既定はすべて。',
  'Only connections with this service or container; default: all.':
    'このサービスかコンテナとの接続だけ。既定はすべて。',
  'Only packets to or from this service or container; default: all.':
    'このサービスかコンテナとのパケットだけ。既定はすべて。',
  'Only paths that begin with this.': 'これで始まるパスだけ。',
  'Only requests from (in) or to (out) this service or container.':
    'このサービスかコンテナからの要求（in）、またはそこへの要求（out）だけ。',
  'Only requests to this port; default: all.': 'このポートへの要求だけ。既定はすべて。',
  'Only the traffic with this service or container; default: all.':
    'このサービスかコンテナとの通信だけ。既定はすべて。',
  'Open files and sockets that each process may have; those that it has already stay open.':
    '各プロセスが開けるファイルとソケットの数。すでに開いているものはそのままです。',
  'Percent of its time that each of them is busy.': 'それぞれが動いている時間の割合（%）。',
  'Port of the target.': '標的のポート。',
  'Processes and threads that the container may have; those that are more already live on.':
    'コンテナのプロセスとスレッドの上限。すでに超えている分は生き続けます。',
  'Requests per second, over all replicas.': '毎秒の要求数（全レプリカの合計）。',
  'Service or container that the target is cut off from, by its addresses at this time; default: all.':
    '標的から切り離す相手のサービスかコンテナ（今のアドレスによる）。既定はすべて。',
  'Share of the packets that are lost, each by its own draw.':
    '失うパケットの割合。1 個ごとにくじを引きます。',
  'Share of the requests that are answered so, each by its own draw.':
    'こう応答する要求の割合。1 件ごとにくじを引きます。',
  'Share of the requests that are cut, each by its own draw.':
    '途中で切る要求の割合。1 件ごとにくじを引きます。',
  'Share of the requests that wait, each by its own draw.': '待たせる要求の割合。1 件ごとにくじを引きます。',
  'So many requests of each client to each path are refused; after that they are served.':
    'クライアントとパスの組ごとに、この回数まで要求を断り、その後は応じます。',
  'The CA that clients trust; where it and its key are, they sign the new certificate.':
    'クライアントが信頼する CA。鍵と共にあれば、新しい証明書に署名します。',
  'The certificate before is put back after this when nobody renewed it.':
    '誰も更新しなければ、この時間の後に前の証明書に戻します。',
  'The certificate inside the target, PEM.': '標的の中の証明書（PEM）。',
  'The clock is right again after this at the latest.': '遅くともこの時間の後に、時計は元に戻ります。',
  'The container is resumed after this at the latest.': '遅くともこの時間の後に、コンテナを再開します。',
  'The dependency answers again after this.': 'この時間の後に、依存先がまた応答します。',
  'The file before is put back after this when nobody replaced it.':
    '誰も置き換えなければ、この時間の後に前のファイルに戻します。',
  'The file is removed after this at the latest.': '遅くともこの時間の後に、ファイルを消します。',
  'The image before is put back after this when nobody rolled back.':
    '誰もロールバックしなければ、この時間の後に前のイメージに戻します。',
  'The limit before is put back after this at the latest.': '遅くともこの時間の後に、前の上限に戻します。',
  'The limits before are put back after this at the latest.': '遅くともこの時間の後に、前の上限に戻します。',
  'The load ends after this at the latest.': '遅くともこの時間の後に、負荷は終わります。',
  'The memory is given back after this at the latest.': '遅くともこの時間の後に、メモリを返します。',
  'The monitor hears and is heard again after this.':
    'この時間の後に、監視はまた見聞きできるようになります。',
  'The node takes tasks of this sandbox again after this.':
    'この時間の後に、ノードはこのサンドボックスのタスクをまた受け入れます。',
  'The processes are continued after this at the latest.': '遅くともこの時間の後に、プロセスを続行させます。',
  'The replicas before are put back after this when nobody did.':
    '誰も戻さなければ、この時間の後に前のレプリカ数に戻します。',
  'The surge ends after this.': 'この時間の後に、急増は終わります。',
  'The value before is put back after this when nobody repaired it.':
    '誰も直さなければ、この時間の後に前の値に戻します。',
  'The wrong IPv4 address; default: one that nobody has (RFC 5737).':
    '偽の IPv4 アドレス。既定は、誰も持たないもの（RFC 5737）。',
  'Time between SIGTERM and SIGKILL, 60s at most.': 'SIGTERM から SIGKILL までの時間（60s まで）。',
  'Time from one kill to the next.': '落としてから次に落とすまでの時間。',
  'Up to this more or less, by chance.': '最大これだけ、偶然に前後します。',
  'What is answered in the place of the application.': 'アプリの代わりに返すもの。',
  'What is asked for.': '要求の内容。',
  'What it is set to; without one the variable is taken away.':
    '設定する値。指定しなければ、変数を取り除きます。',
  'What the answer asks the client to wait; whole seconds in the header Retry-After.':
    '応答がクライアントに求める待ち時間。Retry-After ヘッダーに整数の秒で入ります。',
  'Where the target serves TLS.': '標的が TLS に応じるところ。',
  'in: connections that others open to the target; out: from it; both.':
    'in：標的へ開かれる接続、out：標的からの接続、both：両方。',
  'in: packets to the target; out: from it; both.':
    'in：標的へのパケット、out：標的からのパケット、both：両方。',
  'in: requests that the target serves; out: requests that it makes to the peer.':
    'in：標的が受ける要求、out：標的が相手へ出す要求。',
  'in: what comes to the target; out: from it; both.':
    'in：標的に届くもの、out：標的から出るもの、both：両方。',
}
