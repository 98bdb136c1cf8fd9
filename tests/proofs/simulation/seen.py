"""What the authors of acts had seen when they wrote them."""

from collections.abc import Iterable


class Seen:
    """Which acts the author of each act had seen: a bit for each, as sets of thousands for thousands of acts
    would fill the memory."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._seen: dict[str, int] = {}

    def __contains__(self, act: str) -> bool:
        return act in self._seen

    def note(self, act: str, others: Iterable[str]) -> None:
        """Its author had seen these, when they first wrote it."""
        if act not in self._seen:
            places = self._places
            bits = bytearray(len(places) // 8 + 1)
            for other in others:
                at = places.setdefault(other, len(places))
                bits.extend(bytes(max(0, at // 8 + 1 - len(bits))))
                bits[at // 8] |= 1 << at % 8
            self._seen[act] = int.from_bytes(bits, "little")

    def knew(self, act: str, other: str) -> bool:
        """Whether its author had seen that one."""
        at = self._places.get(other)
        return at is not None and bool(self._seen[act] >> at & 1)
