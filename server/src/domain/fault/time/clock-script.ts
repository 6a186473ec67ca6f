/**
 * Which processes of the target have libfaketime loaded, and where its offset is read from. The environment and the
 * mapped files of a process are what the kernel says of it.
 */
export const preloadedProgram = `
held = target()
found, files = [], set()
for each in processes():
    try:
        if 'libfaketime' not in read('/proc/%d/maps' % each): continue
        found.append(each)
        words = dict(word.split('=', 1) for word in read('/proc/%d/environ' % each).split(chr(0)) if '=' in word)
        files.add(words.get('FAKETIME_TIMESTAMP_FILE', ''))
    except OSError: pass
say('processes=%d' % len(found))
for file in sorted(files - {''}): say('file=' + file)
`

/**
 * In the target's network: $1 container, $2 offset in seconds, $3 tries. Asks each port that listens for the time (the
 * Date header of any HTTP answer) until one is off by what is wanted, two seconds more or less. Prints what it saw last.
 */
export const clockScript = `stamp() { date +%s%3N; }
ports() { cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" && $2 !~ /^0B00007F/ { sub(/.*:/, "", $2); print $2 }' | sort -u; }
look() {
  for port in $(ports); do
    said=$(curl -sS -m 2 -o /dev/null -D - "http://127.0.0.1:$((0x$port))/health" 2>/dev/null | tr -d '\\r' | sed -n 's/^[Dd]ate: *//p')
    [ -n "$said" ] && { echo $(($(date -d "$said" +%s) - $(date +%s))); return; }
  done
  echo none
}
before=$(stamp)
tries=0
while :; do
  delta=$(look)
  [ "$delta" != none ] && [ $((delta - $2)) -ge -2 ] && [ $((delta - $2)) -le 2 ] && break
  tries=$((tries + 1))
  [ $tries -ge "$3" ] && { echo "delta=$delta"; exit 4; }
  sleep 0.2
done
echo "before=$before after=$(stamp) delta=$delta"`
