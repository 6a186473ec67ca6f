"""The dns faults: a responder between the target and the engine's resolver, over UDP and TCP (RFC 1035)."""

import asyncio
import socket
import struct
from typing import TypedDict

from netfault.stream import marked

RESOLVER = ("127.0.0.11", 53)  # Docker's embedded DNS, in every container of a network of its own
LOOPBACK = "127.0.0.1"  # where REDIRECT in OUTPUT leads; bound to it, so that answers come from it too
NXDOMAIN = 3
TYPE_A = 1
UPSTREAM_TIMEOUT_S = 5


class NameSettings(TypedDict, total=False):
    action: str  # nxdomain, timeout, spoof, delay
    names: list[str]  # exact names or `*.suffix`; none: every name
    address: str
    delayMs: float


def question_of(query: bytes) -> tuple[str, int, int]:
    """Name in lower case, type, and the length of header and question; ValueError for what is no query."""
    labels, at = [], 12
    while at < len(query) and (size := query[at]):
        if size > 63:
            raise ValueError("a pointer in a question")
        labels.append(query[at + 1 : at + 1 + size].decode("latin-1"))
        at += size + 1
    if len(query) < at + 5:
        raise ValueError("a query without a question")
    return ".".join(labels).lower(), struct.unpack_from("!H", query, at + 1)[0], at + 5


def reply(query: bytes, rcode: int, address: str | None = None) -> bytes:
    """An answer of ours: the question again, with one A record or none. TTL 0: no cache outlives the fault."""
    end = question_of(query)[2]
    record = b""
    if address is not None:
        record = struct.pack("!HHHIH", 0xC00C, TYPE_A, 1, 0, 4) + socket.inet_aton(address)
    flags = 0x8080 | (struct.unpack_from("!H", query, 2)[0] & 0x0100) | rcode
    return query[:2] + struct.pack("!HHHHH", flags, 1, 1 if record else 0, 0, 0) + query[12:end] + record


def is_meant(name: str, names: list[str]) -> bool:
    """Whether a fault for these names hits this one."""
    return not names or any(
        name.endswith(each[1:]) if each.startswith("*.") else name == each for each in names
    )


class NameFault:
    """Answers each query itself, late, or never; passes on what it does not mean."""

    def __init__(self, settings: NameSettings) -> None:
        self._settings = settings

    async def answer(self, query: bytes, is_stream: bool) -> bytes | None:
        """The answer to give; None: none at all."""
        name, kind, _ = question_of(query)
        if is_meant(name, self._settings.get("names", [])):
            match self._settings.get("action"):
                case "nxdomain":
                    return reply(query, NXDOMAIN)
                case "timeout":
                    return None
                case "spoof":
                    return reply(query, 0, self._settings.get("address") if kind == TYPE_A else None)
                case "delay":
                    await asyncio.sleep(self._settings.get("delayMs", 0) / 1000)
        ask = ask_stream if is_stream else ask_datagram
        try:
            return await asyncio.wait_for(ask(query), UPSTREAM_TIMEOUT_S)
        except (OSError, TimeoutError):
            return None


async def ask_datagram(query: bytes) -> bytes:
    """Asks the engine's resolver over UDP."""
    loop = asyncio.get_running_loop()
    with marked(socket.SOCK_DGRAM) as sock:
        await loop.sock_connect(sock, RESOLVER)
        await loop.sock_sendall(sock, query)
        return await loop.sock_recv(sock, 65535)


async def ask_stream(query: bytes) -> bytes:
    """Asks the engine's resolver over TCP: a long answer stays whole."""
    loop = asyncio.get_running_loop()
    with marked(socket.SOCK_STREAM) as sock:
        await loop.sock_connect(sock, RESOLVER)
        await loop.sock_sendall(sock, struct.pack("!H", len(query)) + query)
        data = b""
        while len(data) < 2 or len(data) < 2 + struct.unpack_from("!H", data)[0]:
            if not (more := await loop.sock_recv(sock, 65535)):
                raise OSError("the resolver closed the connection")
            data += more
        return data[2:]


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, fault: NameFault) -> None:
        self._fault = fault
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        task = asyncio.create_task(self._reply(data, addr))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reply(self, data: bytes, addr: tuple[str, int]) -> None:
        try:
            answer = await self._fault.answer(data, False)
        except ValueError:
            return
        if answer is not None:
            self._transport.sendto(answer, addr)


async def serve_names(settings: NameSettings, port: int) -> list[object]:
    """Listens over UDP and TCP; gives what must be kept alive."""
    fault = NameFault(settings)

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                (size,) = struct.unpack("!H", await reader.readexactly(2))
                answer = await fault.answer(await reader.readexactly(size), True)
                if answer is None:
                    await asyncio.Event().wait()
                    continue
                writer.write(struct.pack("!H", len(answer)) + answer)
                await writer.drain()
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    loop = asyncio.get_running_loop()
    datagrams = await loop.create_datagram_endpoint(
        lambda: Datagrams(fault), local_addr=(LOOPBACK, port)
    )
    return [datagrams, await asyncio.start_server(accept, LOOPBACK, port, reuse_address=True)]
