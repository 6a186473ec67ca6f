"""network.delay without netem: what the target sends is held back, as netem on its interface would."""

import asyncio
import random
from typing import TypedDict

from netfault.stream import CHUNK, Address, Handler, open_upstream, pump, reset, together

HELD_CHUNKS = 64  # per connection; more would let a slow reader fill our memory


class DelaySettings(TypedDict):
    latencyMs: float
    jitterMs: float
    own: list[str]


async def hold_back(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: DelaySettings
) -> None:
    """Passes bytes on late, each by its own draw, in their order."""
    loop = asyncio.get_running_loop()
    held: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(HELD_CHUNKS)

    async def take() -> None:
        due = 0.0
        while True:
            data = await reader.read(CHUNK)
            late = settings["latencyMs"] + random.uniform(-1, 1) * settings["jitterMs"]
            due = max(due, loop.time() + late / 1000)
            await held.put((due, data))
            if not data:
                return

    async def give() -> None:
        while True:
            due, data = await held.get()
            if (left := due - loop.time()) > 0:
                await asyncio.sleep(left)
            if not data:
                if writer.can_write_eof():
                    writer.write_eof()
                return
            writer.write(data)
            await writer.drain()

    await together(take(), give())


def delay_handler(settings: DelaySettings) -> Handler:
    """Holds back answers of the target (connections to it) and requests of the target (connections from it)."""

    async def handle(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, destination: Address
    ) -> None:
        try:
            upstream, up = await open_upstream(destination)
        except OSError:
            await asyncio.sleep(settings["latencyMs"] / 1000)
            return reset(writer)
        try:
            if destination[0] in settings["own"]:
                await together(pump(reader, up), hold_back(upstream, writer, settings))
            else:
                await together(hold_back(reader, up, settings), pump(upstream, writer))
        finally:
            up.close()

    return handle
