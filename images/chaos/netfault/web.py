"""The http faults: requests are delayed, cut, or answered in the place of the application. TLS passes untouched."""

import asyncio
import random
from collections import Counter
from typing import TypedDict

from netfault.message import Requests, header, path_of
from netfault.stream import Address, Handler, open_upstream, pump, reset

REASONS = {429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway"}
REASONS |= {503: "Service Unavailable", 504: "Gateway Timeout"}


class WebSettings(TypedDict, total=False):
    action: str  # delay, abort, status, throttle
    percent: float
    path: str  # prefix of the paths that are hit
    delayMs: float
    status: int
    failures: int
    retryAfterS: int


def answer(status: int, extra: str = "") -> bytes:
    """A whole answer of ours; the connection ends with it, so that nothing can be read twice."""
    body = '{"error":"injected by NoOps Dojo"}'
    return (
        f"HTTP/1.1 {status} {REASONS.get(status, 'Injected')}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n{extra}\r\n{body}"
    ).encode()


class WebFault:
    """What happens to one request. The counters of throttle are this process's: a restart forgets them."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._failed: Counter[tuple[str, str]] = Counter()

    def hits(self, path: str) -> bool:
        """Whether this request is drawn: each request by itself, whatever its connection."""
        is_meant = path.startswith(self._settings.get("path", "/"))
        return is_meant and random.random() * 100 < self._settings.get("percent", 100)

    def status(self, client: str, path: str) -> bytes | None:
        """The answer in the place of the application's, or None: it may answer itself."""
        match self._settings.get("action"):
            case "status":
                return answer(self._settings.get("status", 503))
            case "throttle":
                if self._failed[client, path] >= self._settings.get("failures", 1):
                    return None
                self._failed[client, path] += 1
                return answer(429, f"retry-after: {self._settings.get('retryAfterS', 1)}\r\n")
        return None

    async def requests(
        self, requests: Requests, writer: asyncio.StreamWriter, up: asyncio.StreamWriter
    ) -> None:
        """Passes the requests of a connection on until one is cut or answered by us."""
        client = writer.get_extra_info("peername")[0]
        while (head := await requests.head()) is not None:
            path = path_of(head)
            if self.hits(path):
                if self._settings.get("action") == "abort":
                    return reset(writer)
                if self._settings.get("action") == "delay":
                    await asyncio.sleep(self._settings.get("delayMs", 0) / 1000)
                elif (own := self.status(client, path)) is not None:
                    await requests.body(head, None)  # unread bytes would turn our end into a reset
                    writer.write(own)
                    return await writer.drain()
            up.write(head)
            await up.drain()
            if header(head, b"upgrade") or head.startswith(b"CONNECT "):
                break
            await requests.body(head, up)
        while data := await requests.rest():
            up.write(data)
            await up.drain()
        if up.can_write_eof():
            up.write_eof()
        await asyncio.Event().wait()  # the other direction ends the connection


def web_handler(settings: WebSettings) -> Handler:
    """A proxy for the connections of one fault."""
    fault = WebFault(settings)

    async def handle(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, destination: Address
    ) -> None:
        try:
            upstream, up = await open_upstream(destination)
        except OSError:
            return reset(writer)
        there = asyncio.create_task(fault.requests(Requests(reader), writer, up))
        back = asyncio.create_task(pump(upstream, writer))
        try:
            done, _ = await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if isinstance(task.exception(), (OSError, EOFError, ValueError)):
                    reset(writer)
        finally:
            there.cancel()
            back.cancel()
            up.close()

    return handle
