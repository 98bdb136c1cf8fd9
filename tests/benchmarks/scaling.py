"""Today, a save, a search and a family file with 200, 2,000 and 20,000 families, drawn as one picture."""

import statistics
from collections.abc import Callable
from pathlib import Path

from ehdesk import clock, settings
from ehdesk.models import form, search, store
from ehdesk.ui import family_page, today
from tests.benchmarks import family_files, filled, measuring

SIZES = (200, 2_000, 20_000)
_COLOURS = ("#1f6f78", "#b5541c", "#5b4b8a", "#4d7c2a")
_WIDTH, _HEIGHT = 720, 400
_LEFT, _TOP, _RIGHT, _BOTTOM = 70, 40, 150, 50
_OPENING = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
    ' font-family="sans-serif" font-size="13">'
)
_LINE_HIGH = 16
Found = dict[str, list[float]]


def run(
    scratch: Path, rounds: int, *, say: Callable[[str], object]
) -> tuple[str, list[measuring.Result | measuring.Fact]]:
    """The picture as SVG, and every number in words."""
    found: Found = {}
    told: list[measuring.Result | measuring.Fact] = []
    for size in SIZES:
        say(f"Filling a vault with {size:,} families …")
        vault = filled.make(scratch / str(size), size)
        for name, seconds in _measure(vault, rounds).items():
            found.setdefault(name, []).append(seconds)
            told.append(measuring.Fact(f"{name} with {size:,} families", measuring.shown(seconds)))
    return draw(found), told


def _measure(vault: filled.Filled, rounds: int) -> dict[str, float]:
    """The median of each, with the vault warm."""
    kept = store.open_store(vault.folder, vault.keys, clock.system())
    try:
        family_id = kept.ask(family_files.a_family)
        note = kept.do(form.start, "note", family_id=family_id).result
        limits = settings.Limits()
        texts = [f"{family_files.WORDS} {n}" for n in range(rounds + 1)]
        each: dict[str, Callable[[int], object]] = {
            "Today": lambda _: kept.ask(today.read_day),
            "Save": lambda n: kept.do(form.answer, note, "text", texts[n], sitting="a page"),
            "Search": lambda _: kept.ask(search.find, "drawing"),
            "Family": lambda _: kept.ask(family_page.read, family_id, limits),
        }
        return {name: _median(act, rounds) for name, act in each.items()}
    finally:
        kept.close()


def _median(act: Callable[[int], object], rounds: int) -> float:
    act(0)
    return statistics.median(measuring.timed(lambda n=n: act(n)) for n in range(1, rounds + 1))  # type: ignore[misc]


def draw(found: Found) -> str:
    """Milliseconds over families, both on scales that grow tenfold, one line for each."""
    from math import ceil, floor, log10

    every = [seconds * 1000 for line in found.values() for seconds in line]
    low, high = floor(log10(min(every))), max(ceil(log10(max(every))), floor(log10(min(every))) + 1)

    def across(size: float) -> float:
        part = (log10(size) - log10(SIZES[0])) / (log10(SIZES[-1]) - log10(SIZES[0]))
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def down(milliseconds: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(milliseconds) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        _OPENING,
        "<title>Milliseconds for Today, a save, a search and a family file by the number of families</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        _words(_LEFT, 22, "Milliseconds (median), by families in the vault"),
    ]
    for power in range(low, high + 1):
        y = down(10**power)
        parts.append(
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#d8d8d4"/>'
        )
        parts.append(_words(_LEFT - 8, y + 4, f"{10**power:g}", anchor="end"))
    parts += [_words(across(size), _HEIGHT - 24, f"{size:,}", anchor="middle") for size in SIZES]
    for line, colour in zip(found.values(), _COLOURS, strict=False):
        points = [(across(size), down(seconds * 1000)) for size, seconds in zip(SIZES, line, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
    free = 0.0
    for name, line in sorted(found.items(), key=lambda each: -each[1][-1]):
        free = max(down(line[-1] * 1000) + 4, free)
        parts.append(_words(_WIDTH - _RIGHT + 10, free, f"{name}, {measuring.shown(line[-1])}"))
        free += _LINE_HIGH
    return "\n".join([*parts, "</svg>", ""])


def _words(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#24302f">{words}</text>'
