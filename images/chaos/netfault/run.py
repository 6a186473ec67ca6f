"""python3 -m netfault.run delay|web|names SETTINGS PORT DEADLINE, or poke|ask SETTINGS; settings are JSON, times epoch s."""

import asyncio
import json
import sys
import time

from netfault.ask import ask
from netfault.delay import delay_handler
from netfault.names import serve_names
from netfault.poke import poke
from netfault.stream import serve
from netfault.web import web_handler


async def run(kind: str, settings: dict, port: int, deadline: float) -> None:
    """Serves until the deadline. A restarted process serves what is left of it."""
    if kind == "names":
        kept: object = await serve_names(settings, port)
    else:
        kept = await serve({"delay": delay_handler, "web": web_handler}[kind](settings), port)
    print("ready", flush=True)
    await asyncio.sleep(max(0.0, deadline - time.time()))
    del kept


def main() -> None:
    kind, settings = sys.argv[1], json.loads(sys.argv[2])
    if kind == "poke":
        print(json.dumps(asyncio.run(poke(settings))))
    elif kind == "ask":
        print(json.dumps(ask(settings)))
    else:
        asyncio.run(run(kind, settings, int(sys.argv[3]), float(sys.argv[4])))


main()
