"""A signature as an answer: how it was given, the strokes of a drawn one as lines, what is missing in it.

{"method": "drawn", "strokes": [[[x, y], …], …]}   in a box 1000 wide and 300 high, from the top left
{"method": "typed", "name": …}                     instead of drawing
{"method": "paper", "held_at": …}                  signed on paper, and where that is
{"method": "spoken" | "email", "held_at": …}       said before a witness; by email, and where that is
"""

from collections.abc import Mapping
from typing import Any

WIDTH, HEIGHT = 1000, 300
MOST_POINTS = 6000
_SMALLEST = 20
"""A stroke across less than this is a dot: dots alone are no signature."""

METHODS = ("drawn", "typed", "paper", "spoken", "email")
LABELS = {
    "drawn": "Signed here",
    "typed": "Name typed instead of signing",
    "paper": "Signed on paper",
    "spoken": "Said, with a witness",
    "email": "By email",
}
ASKS = {
    "typed": ("name", "Enter the name of the person who agrees"),
    "paper": ("held_at", "Enter where the signed paper is held"),
    "spoken": ("held_at", "Enter who was there"),
    "email": ("held_at", "Enter where the email is kept"),
}


def strokes(value: Any) -> list[list[list[float]]]:
    """The strokes of a drawn signature; none where there are none, or they are no strokes."""
    told = value.get("strokes") if isinstance(value, Mapping) else None
    if not isinstance(told, list):
        return []
    return [stroke for stroke in told if isinstance(stroke, list) and stroke and all(map(_is_point, stroke))]


def missing(value: Mapping[str, Any]) -> str:
    """What to do before this is a signature; empty where it is one."""
    method = str(value.get("method") or "")
    if method == "drawn":
        return "" if _is_drawn(value) else "Sign in the box, or say how it was signed"
    if method not in ASKS:
        return "Say how it was signed"
    key, words = ASKS[method]
    return "" if str(value.get(key) or "").strip() else words


def summary(value: Mapping[str, Any]) -> tuple[str, str]:
    """How it was signed, and the name or place that goes with it."""
    method = str(value.get("method") or "")
    key = ASKS.get(method, ("held_at", ""))[0]
    return LABELS.get(method, method), str(value.get(key) or "")


def _is_drawn(value: Mapping[str, Any]) -> bool:
    """Whether something was drawn that is more than a dot where the pen rested."""
    drawn = strokes(value)
    across = [max(p[axis] for p in s) - min(p[axis] for p in s) for s in drawn for axis in (0, 1)]
    return max(across, default=0) >= _SMALLEST


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list | tuple)
        and len(point) == 2
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in point)
    )
