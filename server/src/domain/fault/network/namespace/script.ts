import { untilDeadline } from '../../helper-script.ts'

/**
 * Shell text of helpers in the target's network namespace. Everything of a fault has its chain's prefix or its qdisc
 * handle; nothing else is ever changed. The backend of iptables is the one that the engine wrote its own rules with,
 * as the order between two backends is nobody's promise.
 */
const backend = `export XTABLES_LOCKFILE=/dev/shm/xtables.lock
ipt=iptables-nft
{ iptables-nft-save 2>/dev/null | grep -q '^-A'; } || { iptables-legacy-save 2>/dev/null | grep -q '^-A' && ipt=iptables-legacy; }
stamp() { date +%s%3N; }
devices() { ip -o link show up | while IFS=': @' read -r _ name _; do [ "$name" = lo ] || echo "$name"; done; }`

/** What stands in the namespace, in the sections that `readSurvey` reads. */
export const surveyScript = `${backend}
echo '== rules'; $ipt-save 2>/dev/null
echo '== qdiscs'; tc qdisc show
echo '== listening'; ss -ltnH
echo '== addresses'; ip -o -4 addr show scope global
exit 0`

/** clear CHAIN HANDLE: takes away what carries these names, in one transaction a table; fine when it is gone. */
const clear = `clear() {
  $ipt-save 2>/dev/null | awk -v p="$1" '
    /^[*]/ { table = $0; hooks = ""; chains = "" }
    /^:/ && index($1, ":" p) == 1 { c = substr($1, 2); chains = chains "-F " c "\\n-X " c "\\n" }
    /^-A/ && index($0, " -j " p) > 0 && index($2, p) != 1 { sub(/^-A/, "-D"); hooks = hooks $0 "\\n" }
    /^COMMIT/ { if (hooks chains != "") printf "%s\\n%s%sCOMMIT\\n", table, hooks, chains }
  ' > /dev/shm/clear
  [ ! -s /dev/shm/clear ] || $ipt-restore --noflush < /dev/shm/clear || return 1
  ifb="dj$2"
  for device in $(devices); do
    tc qdisc show dev "$device" root | grep -q "^qdisc [a-z]* $2: " && tc qdisc del dev "$device" root
    tc filter show dev "$device" ingress 2>/dev/null | grep -q "device $ifb" && tc qdisc del dev "$device" ingress
  done
  ip link show "$ifb" > /dev/null 2>&1 && ip link del "$ifb"
  return 0
}`

/** $1 chain, $2 handle. */
export const clearScript = `${backend}
${clear}
clear "$1" "$2"`

/** $1 chain, $2 deadline (epoch seconds), $3 handle: the dead man's switch. */
export const clearAtDeadlineScript = `${backend}
${clear}
${untilDeadline}
clear "$1" "$3"`

/**
 * $1 rules for iptables-restore, $2 filter of `ss` for connections that stand already; empty: they stay. Windows
 * (`@2`: two seconds after the injection) begin with a whole second, which is waited for. $3 an address that gets datagrams of
 * ours in the first of them (by bash: it is there at once).
 */
export const applyScript = `${backend}
dated() {
  awk -v base="$(date +%s)" '{
    while (match($0, /@[0-9]+/)) {
      at = base + substr($0, RSTART + 1, RLENGTH - 1)
      $0 = substr($0, 1, RSTART - 1) strftime("%Y-%m-%dT%H:%M:%S", at, 1) substr($0, RSTART + RLENGTH)
    }
    print
  }'
}
case $1 in *@*) sleep "$(date +%N | awk '{ print 1.001 - $0 / 1e9 }')" ;; esac
before=$(stamp)
printf '%s\\n' "$1" | dated | $ipt-restore --noflush || exit 1
after=$(stamp)
[ -z "$3" ] || bash -c 'for n in 1 2 3; do echo dojo > "/dev/udp/$1/9"; done' bash "$3" 2> /dev/null
[ -z "$2" ] || ss -K -H -t state established "$2" > /dev/null 2>&1
echo "before=$before after=$after"`

/**
 * $1 chain, $2 deadline, $3 handle, $4 kind, $5 settings, $6 port: a proxy until the deadline, then its rules are
 * taken away. A proxy that was killed fails the helper, which the engine starts again: until then its rules send
 * connections to a port that nobody listens on, so that the fault is fail-closed.
 */
export const proxyUntilDeadlineScript = `${backend}
${clear}
python3 -m netfault.run "$4" "$5" "$6" "$2" || exit 1
clear "$1" "$3"`

/** Waits until somebody listens on this TCP port (a shell word); exit 1 when nobody does within 5 s. */
export const listeningScript = (port: string): string => `tries=0
until ss -ltnH "sport = :${port}" | grep -q LISTEN; do tries=$((tries + 1)); [ $tries -lt 100 ] || exit 1; sleep 0.05; done`

/** $1 chain, $2 handle, then arguments of netfault: own traffic from here, then what rules and qdiscs have counted. */
export const countedScript = `${backend}
chain=$1; handle=$2; shift 2
[ $# = 0 ] || python3 -m netfault.run "$@" || exit 1
{ $ipt-save -c 2>/dev/null; tc -s qdisc show; } | awk -v p="$chain" -v h="$handle:" '
  /^\\[/ && $2 == "-A" && index($3, p) == 1 { sub(/^\\[/, "", $1); split($1, n, ":"); packets += n[1] }
  /^qdisc/ { own = $3 == h }
  own && $1 == "Sent" { packets += $4 }
  END { print "packets=" packets + 0 }'`

/** Arguments of netfault: own traffic from this namespace. */
export const trafficScript = 'python3 -m netfault.run "$@"'

/** $1 handle, $2 latency, $3 jitter: netem on every interface; says so when the kernel does not have it. */
export const netemScript = `${backend}
before=$(stamp)
for device in $(devices); do
  tc qdisc add dev "$device" root handle "$1:" netem limit 100000 delay "$2" "$3" 2> /dev/shm/tc && continue
  grep -q 'kind is unknown' /dev/shm/tc && { echo 'no netem'; exit 0; }
  cat /dev/shm/tc; exit 1
done
echo "before=$before after=$(stamp)"`

/**
 * $1 handle, $2 bits per second, $3 burst in bytes, $4 queue in bytes, $5 direction: token buckets (tc-tbf(8)) on what
 * leaves the interfaces; what arrives goes through an ifb device of our own, as a qdisc can only shape what leaves.
 */
export const shapeScript = `${backend}
ifb="dj$1"
bucket() { tc qdisc add dev "$1" root handle "$2:" tbf rate "$3bit" burst "$4" limit "$5"; }
before=$(stamp)
if [ "$5" != out ]; then ip link add "$ifb" type ifb && ip link set "$ifb" up && bucket "$ifb" "$1" "$2" "$3" "$4" || exit 1; fi
for device in $(devices); do
  [ "$device" = "$ifb" ] && continue
  if [ "$5" != in ]; then bucket "$device" "$1" "$2" "$3" "$4" || exit 1; fi
  if [ "$5" != out ]; then
    tc qdisc add dev "$device" handle ffff: ingress || exit 1
    tc filter add dev "$device" parent ffff: protocol ip u32 match u32 0 0 action mirred egress redirect dev "$ifb" || exit 1
  fi
done
echo "before=$before after=$(stamp)"`
