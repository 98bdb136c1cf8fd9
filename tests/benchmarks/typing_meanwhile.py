"""A worker types while thousands of others' records come in: how long each save takes, the longest wait."""

import threading
import time
from collections.abc import Callable, Sequence

from ehdesk.centre import people
from ehdesk.centre import store as centre_store
from ehdesk.models import enrolled, form, store
from ehdesk.sync import engine
from tests.benchmarks import carrying, growing, laden, measuring, prose

WORDS = "Called at the house after school; Zofia showed me a drawing and Lukasz had slept. "
_PAUSE, _CALM, _LONGEST = 0.2, 50, 0.05
_SMALL = 1_000


def run(bench: carrying.Bench, count: int) -> list[carrying.Told]:
    """Autosaves of a note, five in a second, while nothing comes in and while `count` records do."""
    filled = laden.begin(bench.scratch / "typing")
    _fill(filled, prose.texts(count, laden.note_text(_SMALL)))
    newcomer = laden.joins(filled.centre, bench.fresh() / "newcomer", "Priya Shah", "coordinator")
    told: list[engine.Told] = []
    with laden.served(filled.centre) as url, carrying.opened(newcomer) as desk:
        note = str(desk.do(form.start, "note").result)
        calm = _typed(desk, note, lambda saves: saves < _CALM)
        pulling = threading.Thread(target=lambda: told.append(laden.timed_sync(desk, url)[1]))
        begun = time.perf_counter()
        pulling.start()
        busy = _typed(desk, note, lambda _saves: pulling.is_alive())
        seconds = time.perf_counter() - begun
    assert sum(map(len, told[0].records.values())) >= count, told
    ours, theirs = measuring.Side("busy", tuple(busy)), measuring.Side("calm", tuple(calm))
    quiet = f"{theirs.told()}, the longest {measuring.shown(max(calm))}"
    words = f"{ours.told()} of {len(busy)} saves in {seconds:.0f} s; while nothing does: {quiet}"
    longest = measuring.Result(
        f"The longest wait of a save while {count:,} records come in, against 50 ms",
        measuring.Side("longest", (max(busy),)),
        measuring.Side("limit", (_LONGEST,)),
        1.0,
    )
    return [longest, measuring.Fact(f"An autosave while {count:,} records come in", words)]


def _fill(filled: laden.Laden, texts: Sequence[str]) -> None:
    """A centre with a note for each text: the first were handed in, all others lie there like them."""
    desk = filled.vault.opened()
    link, me = desk.ask(enrolled.link), str(desk.me)
    desk.close()
    assert link is not None
    opened = centre_store.open_store(filled.centre)
    try:
        device = people.device_at_door(opened, link.token)
        sender = growing.Sender(opened, device, link, me, filled.family, texts.__getitem__)
        sender.fill(growing.BATCH)
        sender.lay_in(len(texts))
    finally:
        opened.close()


def _typed(desk: store.Store, note: str, go_on: Callable[[int], bool]) -> list[float]:
    found: list[float] = []
    while go_on(len(found)):
        text = (WORDS * 20)[: 40 + len(found) % 1_500]
        save = lambda said=text: desk.do(form.answer, note, "text", said, sitting="a page")  # noqa: E731
        found.append(measuring.timed(save))
        time.sleep(_PAUSE)
    return found
