/**
 * An open-loop HTTP generator in Python: $1 host, $2 port, $3 path, $4 requests per second, $5 deadline (epoch
 * seconds). A slow answer does not delay the next request; what would be more than `most` open at once is not sent. The
 * name is resolved anew every second, so that replicas that join take their share. It ends by itself.
 */
export const surgeScript = `exec python3 - "$@" <<'END'
import asyncio, random, socket, sys, time

host, port, path, rate, deadline = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), float(sys.argv[5])
most, addresses = 1000, []
text = f'GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\nUser-Agent: noops-dojo-surge\\r\\n\\r\\n'.encode()

async def resolve():
    while True:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, family=socket.AF_INET, type=socket.SOCK_STREAM)
            addresses[:] = sorted({entry[4][0] for entry in found})
        except OSError:
            pass
        await asyncio.sleep(1)

async def ask(address):
    writer = None
    try:
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection(address, port)
            writer.write(text)
            while await reader.read(65536):
                pass
    except (OSError, TimeoutError):
        pass
    finally:
        if writer:
            writer.close()

async def main():
    resolver = asyncio.create_task(resolve())
    open_requests, began, sent = set(), time.monotonic(), 0
    while time.time() < deadline:
        due = int((time.monotonic() - began) * rate)
        if due - sent > rate:
            sent = due - int(rate)
        while sent < due:
            sent += 1
            if addresses and len(open_requests) < most:
                request = asyncio.create_task(ask(random.choice(addresses)))
                open_requests.add(request)
                request.add_done_callback(open_requests.discard)
        await asyncio.sleep(min(0.02, 1 / rate))
    resolver.cancel()
    for request in open_requests:
        request.cancel()

asyncio.run(main())
END`

const accepted = `accepted() {
  sum=0
  for p in "$@"; do
    opens=$(awk '/^Tcp:/ { if (n++) print $c; else for (i = 1; i <= NF; i++) if ($i == "PassiveOpens") c = i }' "/proc/$p/net/snmp" 2>/dev/null)
    sum=$((sum + \${opens:-0}))
  done
  echo $sum
}`

/**
 * $1 least number, $2… host pids of the replicas: connections that their kernels accepted in one second, asked until
 * it is at least $1 or ten seconds have passed (exit 1). Their kernels are asked, not the generator.
 */
export const acceptedScript = `${accepted}
least=$1; shift
start=$(date +%s%3N)
for try in 1 2 3 4 5 6 7 8 9 10; do
  first=$(accepted "$@")
  sleep 1
  count=$(($(accepted "$@") - first))
  [ "$count" -ge "$least" ] && { echo "accepted=$count before=$start after=$(date +%s%3N)"; exit 0; }
done
echo "accepted=$count"
exit 1`
