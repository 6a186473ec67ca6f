"""Asks the engine's resolver as any program of the target would, and says what came back."""

import socket
import struct
import time
from typing import TypedDict

RESOLVER = ("127.0.0.11", 53)


class AskSettings(TypedDict):
    name: str
    timeoutMs: float


def query_for(name: str) -> bytes:
    """A query for the A record."""
    labels = b"".join(bytes([len(each)]) + each.encode() for each in name.split("."))
    return struct.pack("!HHHHHH", 0xD0D0, 0x0100, 1, 0, 0, 0) + labels + struct.pack("!BHH", 0, 1, 1)


def exchange(kind: socket.SocketKind, query: bytes, timeout_s: float) -> bytes:
    """Sends the query and gives the answer; OSError (a timeout too) when none came."""
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.settimeout(timeout_s)
        sock.connect(RESOLVER)
        if kind is socket.SOCK_DGRAM:
            sock.send(query)
            return sock.recv(65535)
        sock.sendall(struct.pack("!H", len(query)) + query)
        return sock.recv(65535)[2:]


def ask(settings: AskSettings) -> dict[str, dict[str, object]]:
    """`rcode` null: no answer. `address`: the last one of the answer. `ms`: how long it took. For UDP and TCP."""
    query = query_for(settings["name"])
    seen: dict[str, dict[str, object]] = {}
    for label, kind in (("udp", socket.SOCK_DGRAM), ("tcp", socket.SOCK_STREAM)):
        begin = time.monotonic()
        rcode, address = None, None
        try:
            answer = exchange(kind, query, settings["timeoutMs"] / 1000)
            flags, _, count = struct.unpack_from("!HHH", answer, 2)
            rcode = flags & 15
            address = socket.inet_ntoa(answer[-4:]) if count else None
        except OSError:
            pass
        seen[label] = {"rcode": rcode, "address": address, "ms": (time.monotonic() - begin) * 1000}
    return seen
