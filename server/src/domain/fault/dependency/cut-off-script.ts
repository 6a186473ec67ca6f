/**
 * Scripts that run in a target's network namespace (CAP_NET_ADMIN, image `chaos`). Each fault has a chain of its own;
 * its rules stop matching at the deadline inside the kernel (`-m time --datestop`, UTC), with no process alive.
 * Traffic on `lo` is let through: the engine's DNS and the container's own health check live there.
 */
const rules = `ipt() { iptables -w 5 "$@"; }
unhook() {
  while ipt -D INPUT ! -i lo -j "$1" 2>/dev/null; do :; done
  while ipt -D OUTPUT ! -o lo -j "$1" 2>/dev/null; do :; done
  ipt -F "$1" 2>/dev/null
  ipt -X "$1" 2>/dev/null
  true
}`

/**
 * $1 chain, $2 mode, $3 deadline (epoch seconds). \`refuse\`: what others begin is answered with a reset, connections
 * that stand included; what the target itself began goes on. \`silence\`: nothing comes in or goes out.
 */
export const cutScript = `${rules}
unhook "$1"
until=$(date -u -d "@$3" +%Y-%m-%dT%H:%M:%S)
ipt -N "$1" || exit 1
if [ "$2" = refuse ]; then
  ipt -A "$1" -p tcp -m conntrack --ctdir ORIGINAL -m time --datestop "$until" -j REJECT --reject-with tcp-reset || exit 1
  ipt -A "$1" -p udp -m conntrack --ctdir ORIGINAL -m time --datestop "$until" -j REJECT || exit 1
else
  ipt -A "$1" -m time --datestop "$until" -j DROP || exit 1
fi
before=$(date +%s%3N)
ipt -I INPUT 1 ! -i lo -j "$1" || exit 1
[ "$2" = refuse ] || ipt -I OUTPUT 1 ! -o lo -j "$1" || exit 1
echo "before=$before after=$(date +%s%3N)"`

/** $1 chain: takes the fault's rules away, also those that have run out; nothing else. */
export const mendScript = `${rules}
unhook "$1"`

/** $1 chain, $2 deadline (epoch seconds): tidies up what the kernel has ended by itself. */
export const mendAtDeadlineScript = `${rules}
left=$(($2 + 1 - $(date +%s))); [ "$left" -gt 0 ] && sleep "$left"
unhook "$1"`

/** $1 chain: packets that its rules have hit. */
export const countScript = `iptables -w 5 -nvxL "$1" | awk 'NR > 2 { hits += $1 } END { print "hits=" hits + 0 }'`

/** A digest of all rules of the namespace, without counters; an empty table is the same as none. */
export const rulesScript = `iptables-save | sed '/^[#*]/d; /^COMMIT$/d; s/ \\[[0-9]*:[0-9]*\\]$//; /^:[A-Z]* ACCEPT$/d' |
  sha256sum | cut -c 1-16`

/** On the sandbox's network: $1… addresses: knocks once at a port of each, in Python, and says what came back. */
export const knockScript = `python3 - "$@" <<'END'
import errno, socket, sys
for address in sys.argv[1:]:
    try:
        socket.create_connection((address, 1), 1).close()
        print(address, 'open')
    except OSError as error:
        print(address, errno.errorcode.get(error.errno, 'silent'))
END`
