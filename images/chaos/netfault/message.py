"""Just enough of HTTP/1.1 (RFC 9112) to tell one request of a connection from the next."""

import asyncio
import re

METHOD = re.compile(rb"[A-Z]{1,16} ")
PREFIX = re.compile(rb"[A-Z]{1,16}( |$)")
HEAD_LIMIT = 65536


class Requests:
    """Reads the requests of one client connection; what it has read belongs to it."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._rest = b""

    async def head(self) -> bytes | None:
        """The next request line with its headers; None: this is no HTTP, or the end. `rest` has what was read."""
        while b"\r\n\r\n" not in self._rest:
            if self._rest and not PREFIX.match(self._rest[:17]):
                return None
            if len(self._rest) > HEAD_LIMIT or not await self._more():
                return None
        if not METHOD.match(self._rest):
            return None
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n"

    async def rest(self) -> bytes:
        """What was read and not given yet; empty at the end of the connection."""
        if not self._rest:
            await self._more()
        given, self._rest = self._rest, b""
        return given

    async def body(self, head: bytes, writer: asyncio.StreamWriter | None) -> None:
        """Passes the body of this request on, or drops it without a writer. EOFError when the client left."""
        if b"chunked" in header(head, b"transfer-encoding").lower():
            while size := int((line := await self._line()).split(b";")[0], 16):
                await _write(writer, line)
                await self._exactly(size + 2, writer)
            await _write(writer, line)
            while (trailer := await self._line()) != b"\r\n":
                await _write(writer, trailer)
            await _write(writer, trailer)
        else:
            await self._exactly(int(header(head, b"content-length") or 0), writer)

    async def _line(self) -> bytes:
        while b"\r\n" not in self._rest:
            await self._must()
        line, _, self._rest = self._rest.partition(b"\r\n")
        return line + b"\r\n"

    async def _exactly(self, count: int, writer: asyncio.StreamWriter | None) -> None:
        while count > 0:
            if not self._rest:
                await self._must()
            given, self._rest = self._rest[:count], self._rest[count:]
            count -= len(given)
            await _write(writer, given)

    async def _must(self) -> None:
        if not await self._more():
            raise EOFError("the client left in the middle of a request")

    async def _more(self) -> bool:
        data = await self._reader.read(HEAD_LIMIT)
        self._rest += data
        return bool(data)


async def _write(writer: asyncio.StreamWriter | None, data: bytes) -> None:
    if writer is not None:
        writer.write(data)
        await writer.drain()


def header(head: bytes, name: bytes) -> bytes:
    """Value of a header (name in lower case); empty when it is not there."""
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def path_of(head: bytes) -> str:
    """Path of the request line, without the query."""
    parts = head.split(b" ", 2)
    return parts[1].split(b"?")[0].decode("latin-1") if len(parts) > 2 else ""
