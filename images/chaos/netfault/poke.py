"""Traffic of our own through a fault: a fault that nothing hit yet must still be provable."""

import asyncio
import errno
import socket
import time
from typing import TypedDict


class PokeSettings(TypedDict, total=False):
    kind: str  # udp: datagrams; tcp: connections, one after the other; hold: all at once; http: requests
    address: str
    port: int
    count: int
    timeoutMs: float
    path: str
    until: str  # stop after the first of these outcomes
    untilMs: float  # or after the first that took so long


class Poked(TypedDict):
    outcomes: dict[str, int]  # sent, connected, refused, reset, timeout, or the status of an answer
    ms: list[float]  # how long each took, by the order of sending


def outcome_of(error: BaseException) -> str:
    """The word for what a client sees."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, (ConnectionError, asyncio.IncompleteReadError)):
        return "reset"
    if isinstance(error, PermissionError):
        return "dropped"  # what a filter rule in OUTPUT says to the sender
    return errno.errorcode.get(getattr(error, "errno", None) or 0, "error")


def datagrams(settings: PokeSettings) -> list[tuple[str, float]]:
    """Sends datagrams to a port that nobody listens on."""
    seen = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _ in range(settings["count"]):
            try:
                sock.sendto(b"dojo", (settings["address"], settings["port"]))
                seen.append(("sent", 0.0))
            except OSError as error:
                seen.append((outcome_of(error), 0.0))
    return seen


async def connect(settings: PokeSettings, holds: list[asyncio.StreamWriter] | None) -> str:
    _, writer = await asyncio.open_connection(settings["address"], settings["port"])
    if holds is None:
        writer.close()
    else:
        holds.append(writer)
    return "connected"


async def request(settings: PokeSettings) -> str:
    """One request on a connection of its own; gives the status, or `closed` for an end without one."""
    reader, writer = await asyncio.open_connection(settings["address"], settings["port"])
    try:
        path = settings.get("path", "/")
        writer.write(f"GET {path} HTTP/1.1\r\nhost: dojo\r\nconnection: close\r\n\r\n".encode())
        line = (await reader.read(64)).split(b" ")
        return line[1].decode() if len(line) > 1 and line[0].startswith(b"HTTP/") else "closed"
    finally:
        writer.close()


async def poke(settings: PokeSettings) -> Poked:
    """Sends what is asked for; says what came back and how long it took."""
    holds: list[asyncio.StreamWriter] = []

    async def once() -> tuple[str, float]:
        begin = time.monotonic()
        kind = settings["kind"]
        work = request(settings) if kind == "http" else connect(settings, holds if kind == "hold" else None)
        try:
            outcome = await asyncio.wait_for(work, settings.get("timeoutMs", 500) / 1000)
        except (OSError, asyncio.IncompleteReadError) as error:
            outcome = outcome_of(error)
        return outcome, (time.monotonic() - begin) * 1000

    seen: list[tuple[str, float]] = []
    if settings["kind"] == "udp":
        seen = datagrams(settings)
    elif settings["kind"] == "hold":
        seen = list(await asyncio.gather(*(once() for _ in range(settings["count"]))))
    else:
        while len(seen) < settings["count"]:
            seen.append(await once())
            outcome, took = seen[-1]
            if outcome == settings.get("until") or took >= settings.get("untilMs", float("inf")):
                break
    outcomes: dict[str, int] = {}
    for outcome, _ in seen:
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return {"outcomes": outcomes, "ms": [round(ms, 2) for _, ms in seen]}
