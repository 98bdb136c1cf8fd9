"""Who is listened to where many ask for it."""

import asyncio

from ehdesk.centre import gates


async def _listens(lines: gates.Lines, who: str, done: asyncio.Event) -> str:
    try:
        async with asyncio.timeout(30) as ends:
            with lines.listening_to(who, ends):
                await done.wait()
                return "heard"
    except TimeoutError:
        return "ended"


def test_of_one_device_the_newest_lines_are_listened_to_and_others_are_not_touched() -> None:
    async def play() -> list[str]:
        lines, done = gates.Lines(2), asyncio.Event()
        going = [asyncio.create_task(_listens(lines, who, done)) for who in ("a", "b", "a", "a", "a")]
        await asyncio.sleep(0.01)
        done.set()
        return [await one for one in going]

    assert asyncio.run(play()) == ["ended", "heard", "ended", "heard", "heard"]


def test_an_ended_line_that_comes_to_its_end_late_takes_no_other_with_it() -> None:
    async def play() -> list[str]:
        lines, done, later = gates.Lines(1), asyncio.Event(), asyncio.Event()
        first = asyncio.create_task(_listens(lines, "a", asyncio.Event()))
        await asyncio.sleep(0)
        async with asyncio.timeout(30) as ends:
            with lines.listening_to("a", ends):
                pass  # the first one was ended by this, and has not noticed yet
        second = asyncio.create_task(_listens(lines, "a", later))
        told = [await first]
        third = asyncio.create_task(_listens(lines, "a", done))
        done.set()
        return [*told, await asyncio.wait_for(second, 5), await third]

    assert asyncio.run(play()) == ["ended", "ended", "heard"]
