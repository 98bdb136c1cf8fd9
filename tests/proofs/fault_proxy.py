"""A bad line between a desk and a centre: it cuts, delays, resets, spoils a byte, or loses the answer.

    .venv/bin/python -m tests.proofs.fault_proxy --port 8441 --to 8440 --seed 1

Each connection draws its own trouble. About half of them have none.
"""

import argparse
import asyncio
import random
import socket
import struct
from dataclasses import dataclass

FAULTS = {
    "none": 45,
    "slow": 8,
    "cut going up": 9,
    "cut coming down": 9,
    "answer lost": 12,
    "reset at once": 4,
    "reset going up": 5,
    "spoilt going up": 4,
    "spoilt coming down": 4,
}
"""What befalls a connection, and how often of a hundred."""

_FURTHEST = 6_000
"""Within so many bytes it happens."""


@dataclass
class Line:
    """What befalls one connection, and after how many bytes of which direction."""

    fault: str
    at: int
    chance: random.Random
    up: int = 0
    down: int = 0

    def goes_up(self, some: bytes) -> bytes:
        """What of a desk's bytes comes through. Raises: ConnectionAbortedError, ConnectionResetError."""
        before, self.up = self.up, self.up + len(some)
        if self.fault == "cut going up" and self.up > self.at:
            raise ConnectionAbortedError
        if self.fault == "reset going up" and self.up > self.at:
            raise ConnectionResetError
        return self._spoilt(some, before) if self.fault == "spoilt going up" else some

    def comes_down(self, some: bytes) -> bytes:
        """What of the centre's bytes comes through. Raises: as above."""
        before, self.down = self.down, self.down + len(some)
        if self.fault == "answer lost":
            raise ConnectionResetError
        if self.fault == "cut coming down" and self.down > self.at:
            raise ConnectionAbortedError
        return self._spoilt(some, before) if self.fault == "spoilt coming down" else some

    def _spoilt(self, some: bytes, before: int) -> bytes:
        if not before <= self.at < before + len(some):
            return some
        spoilt = bytearray(some)
        spoilt[self.at - before] ^= 1 << self.chance.randrange(8)
        return bytes(spoilt)


async def serve(port: int, to: int, seed: int) -> None:
    """Carry every connection, each with its own trouble, for ever."""
    chance = random.Random(seed)

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = chance.choices(list(FAULTS), list(FAULTS.values()))[0]
        line = Line(fault, chance.randrange(_FURTHEST), random.Random(chance.random()))
        try:
            await _carry(reader, writer, line, to)
        except OSError:
            _reset(writer)

    server = await asyncio.start_server(carry, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line, to: int) -> None:
    if line.fault == "reset at once":
        raise ConnectionResetError
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", to)

    async def up() -> None:
        while some := await reader.read(1 << 14):
            await _rest(line)
            there_writer.write(line.goes_up(some))
            await there_writer.drain()

    async def down() -> None:
        while some := await there_reader.read(1 << 14):
            await _rest(line)
            writer.write(line.comes_down(some))
            await writer.drain()

    ways = [asyncio.create_task(up()), asyncio.create_task(down())]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in done:
            way.result()
    except ConnectionAbortedError:
        pass  # it ends as if the other side had gone home: what had come through has come through
    finally:
        for way in ways:
            way.cancel()
        there_writer.close()
    writer.close()


async def _rest(line: Line) -> None:
    if line.fault == "slow":
        await asyncio.sleep(line.chance.random() * 0.2)


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with a reset, so that the other side hears of it at once and in the middle."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def main() -> None:
    """Carry until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("port", "to", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    asked = parser.parse_args()
    asyncio.run(serve(asked.port, asked.to, asked.seed))


if __name__ == "__main__":
    main()
