"""A way through the loopback, as slow as a far mobile mast: 150 ms there and back, 2 % of segments lost.

Every segment of 1,448 bytes arrives half a round trip after it was handed over, in order. One that is lost
comes a round trip later, when it was sent again, and all behind it wait for it; it may be lost again. The
window is taken to be open: what is measured is round trips, not bandwidth.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import Random

ROUND_TRIP, LOST, SEGMENT = 0.150, 0.02, 1_448


@dataclass
class _Line:
    """One direction of one connection."""

    chance: Random
    writer: asyncio.StreamWriter

    async def carry(self, reader: asyncio.StreamReader) -> None:
        loop, waiting = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()
        arriving = asyncio.create_task(self._arrive(waiting))
        free = 0.0
        while some := await reader.read(1 << 16):
            for start in range(0, len(some), SEGMENT):
                free = max(free, loop.time() + self._on_the_way())
                waiting.put_nowait((free, some[start : start + SEGMENT]))
        waiting.put_nowait((free, b""))
        await arriving

    def _on_the_way(self) -> float:
        late = 0
        while self.chance.random() < LOST:
            late += 1
        return ROUND_TRIP / 2 + late * ROUND_TRIP

    async def _arrive(self, waiting: "asyncio.Queue[tuple[float, bytes]]") -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, some = await waiting.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not some:
                break
            self.writer.write(some)
            await self.writer.drain()
        self.writer.close()


@contextmanager
def through(url: str, seed: int) -> Iterator[str]:
    """The same server, far away; its address there."""
    host, _, port = url.removeprefix("http://").partition(":")
    loop, ready = asyncio.new_event_loop(), threading.Event()
    chance, found = Random(f"far away {seed}"), list[int]()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, int(port))
        lines = _Line(chance, back).carry(reader), _Line(chance, writer).carry(there)
        with suppress(asyncio.CancelledError):  # the way is taken down
            await asyncio.gather(*lines, return_exceptions=True)

    async def begin() -> None:
        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        found.append(server.sockets[0].getsockname()[1])
        ready.set()

    def run() -> None:
        loop.run_until_complete(begin())
        loop.run_forever()

    running = threading.Thread(target=run, daemon=True)
    running.start()
    ready.wait(10)
    try:
        yield f"http://127.0.0.1:{found[0]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        running.join(10)
        loop.run_until_complete(_ended(asyncio.all_tasks(loop)))
        loop.close()


async def _ended(under_way: set[asyncio.Task[None]]) -> None:
    for each in under_way:
        each.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
