/** $1 address, $2 port, $3 count, $4 connections: round trips over kept connections at the same time; prints their ms. */
export const roundTrips = `
import json, socket, sys, threading, time
address, port, count, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
seen = []
def one():
    s = socket.create_connection((address, port)); s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for _ in range(count // width):
        t = time.monotonic(); s.sendall(b'ping')
        if not s.recv(16): raise SystemExit('closed')
        seen.append((time.monotonic() - t) * 1000)
threads = [threading.Thread(target=one) for _ in range(width)]
for t in threads: t.start()
for t in threads: t.join()
print(json.dumps(seen))
`

/** $1 address, $2 port, $3 count: datagrams that are echoed; prints how many came back. Sent slowly: no queue may drop. */
export const echoes = `
import json, select, socket, sys, time
address, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setblocking(False)
got = set()
def take(wait):
    while select.select([s], [], [], wait)[0]:
        got.add(s.recv(64)); wait = 0
for i in range(count):
    s.sendto(str(i).encode(), (address, port)); time.sleep(0.0005); take(0)
end = time.monotonic() + 2
while time.monotonic() < end: take(0.2)
print(json.dumps(len(got)))
`

/** $1 address, $2 port, $3 bytes: sends them; prints the bits per second that the target saw arrive. */
export const upload = `
import json, socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(bytes(int(sys.argv[3]))); s.shutdown(socket.SHUT_WR); print(json.dumps(float(s.recv(100))))
`
