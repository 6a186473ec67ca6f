"""TCP connections that iptables REDIRECT sent here, and the ones that they were meant for."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

SO_ORIGINAL_DST = 80  # linux/netfilter_ipv4.h: the address before REDIRECT
EXEMPT_MARK = 0x1D0  # the rules let packets with this mark pass, else the proxy would talk to itself
CHUNK = 65536

Address = tuple[str, int]
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter, Address], Awaitable[None]]


def original_destination(connection: socket.socket) -> Address:
    """Where the client wanted to go; OSError when the connection was not redirected."""
    raw = connection.getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16)
    port, address = struct.unpack("!2xH4s8x", raw)
    return socket.inet_ntoa(address), port


def marked(kind: socket.SocketKind) -> socket.socket:
    """A socket whose packets the rules of the fault let pass."""
    sock = socket.socket(socket.AF_INET, kind)
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, EXEMPT_MARK)
    return sock


async def open_upstream(address: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Opens the connection that the client meant; OSError as the client would have seen it."""
    sock = marked(socket.SOCK_STREAM)
    try:
        await asyncio.get_running_loop().sock_connect(sock, address)
    except BaseException:
        sock.close()
        raise
    return await asyncio.open_connection(sock=sock)


def reset(writer: asyncio.StreamWriter) -> None:
    """Closes with RST: the client sees `connection reset`, never a clean end."""
    sock = writer.get_extra_info("socket")
    if sock is not None and sock.fileno() >= 0:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Passes bytes on until the end, and then the end."""
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


async def together(*work: Awaitable[None]) -> None:
    """Waits for all; when one fails or we are cancelled, the others end too instead of waiting for ever."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def serve(handler: Handler, port: int) -> asyncio.Server:
    """Listens on all addresses of the namespace and gives each redirected connection to the handler."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            destination = original_destination(writer.get_extra_info("socket"))
            if destination[1] != port:  # somebody called the proxy itself: it would call itself without end
                await handler(reader, writer, destination)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            reset(writer)
        finally:
            writer.close()

    return await asyncio.start_server(accept, "0.0.0.0", port, backlog=1024, reuse_address=True)
