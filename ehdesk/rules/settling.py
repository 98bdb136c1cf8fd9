"""What becomes of a whole act at the place where all acts come together, in the order in which they came.

The centre keeps, of each record, its fields and who set each path last. Two desks that hear of the same acts
in the same order come to the same record. Pure: values are JSON.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ehdesk.rules import merge, paths
from ehdesk.sync import protocol

_to_json = msgspec.json.Encoder(order="deterministic")


SETTLED, REOPENED = "version.settled", "version.reopened"
"""The verbs by which a person settles two versions, and takes that back."""


class RowGone(ValueError):
    """A cell of a row that never was, or that the same desk had taken away before."""


class Voice(msgspec.Struct):
    """Who set a path last: the act, the life of the desk in which it was made, and its place in the order."""

    act: str
    incarnation: str
    place: int


@dataclass
class Standing:
    """A record as it stands: its fields, and by path who set it last."""

    fields: dict[str, Any] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)

    def voice(self, path: str) -> Voice | None:
        """Who set the path, or the row that it lies in, last."""
        if path.count("/") < 2:
            return self.voices.get(path)
        return self._newest(each for each in (path, paths.row_of(path)) if each in self.voices)

    def voice_within(self, row: str) -> Voice | None:
        """Who set a row or anything in it last: who takes it away has to have seen that."""
        return self._newest(each for each in self.voices if each == row or each.startswith(row + "/"))

    def _newest(self, found: Iterable[str]) -> Voice | None:
        return max((self.voices[each] for each in found), key=lambda voice: voice.place, default=None)


class Outcome(msgspec.Struct, frozen=True):
    """What one edit came to: the value before and after, and the second version where there is one.

    `brought` is what its author saw after it: the next edit of the same desk was made upon that.
    """

    path: str
    was: Any
    value: Any
    second: merge.Second | None
    brought: Any

    def told(self, record: str, edit: protocol.Edit) -> protocol.Settled | None:
        """What has to be said of it; None where what stands is what the edit said, or what it keeps."""
        if self.second is None and (edit.keeps or self.value == plain(edit)):
            return None
        second = msgspec.UNSET if self.second is None else self.second.value
        reason = "" if self.second is None else self.second.reason
        return protocol.Settled(record, self.path, self.value, second, reason)


class Left(msgspec.Struct, frozen=True):
    """What an act left at a path: what stood there, and what the desk that made it had brought."""

    life: str
    stood: Any
    brought: Any

    def seen_from(self, life: str) -> Any:
        """What the author of a later edit saw: its own words, or what stood."""
        return self.brought if life == self.life else self.stood

    def cell(self, name: str) -> "Left":
        """The same of a cell, where this is its row."""
        values = (each.get(name) if isinstance(each, dict) else None for each in (self.stood, self.brought))
        return Left(self.life, *values)


Before = Callable[[str, str, str], Any]
"""What the author of an edit saw: (path, act that it was made upon, life of the author's desk) → value. What
that desk brought itself where the act is its own, else what stood after the act; None where nobody knows."""


@dataclass(frozen=True)
class Past:
    """What else is known of a record: what a row held when it was taken away, by its path (None where nobody
    knows), and whether an act, by its id, settled two versions."""

    row: Callable[[str], Any] = lambda _path: None
    is_settling: Callable[[str], bool] = lambda _act: False


_UNKNOWN = Past()


def settle(
    standing: Standing,
    change: protocol.Change,
    act: protocol.Act,
    place: int,
    before: Before,
    past: Past = _UNKNOWN,
) -> Iterator[Outcome]:
    """Apply the edits of one change, in turn. `standing` is changed in place. Raises: RowGone."""
    for edit in change.edits:
        row = paths.row_of(edit.path)
        if row != edit.path and paths.get(standing.fields, row) is None:
            yield _settle_in_gone_row(standing, edit, row, Voice(act.id, act.incarnation, place), past)
        else:
            yield _settle(standing, edit, act, place, before, past)


def digest_of(records: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[int, int]:
    """How many records (id, fields) there are, and the sum of their hashes modulo 2^64."""
    count = total = 0
    for record_id, fields in records:
        said = record_id.encode() + b"|" + _to_json.encode(fields)
        count, total = count + 1, total + int.from_bytes(hashlib.sha256(said).digest()[:8])
    return count, total % (1 << 64)


def _settle(
    standing: Standing, edit: protocol.Edit, act: protocol.Act, place: int, before: Before, past: Past
) -> Outcome:
    now = paths.get(standing.fields, edit.path)
    voice = standing.voice_within(edit.path) if edit.gone else standing.voice(edit.path)
    # Not whose life it is counts, but what its author had seen: two copies of a vault live one life.
    is_upon_this = voice is None or voice.act in (edit.base, act.id)
    base = now if is_upon_this else before(edit.path, edit.base, act.incarnation) if edit.base else None
    is_settled = not is_upon_this and voice is not None and past.is_settling(voice.act)
    settles = act.verb == SETTLED and bool(edit.seconds)
    merged = (merge.merge_settling if settles and is_settled else merge.merge)(now, base, edit)
    if merged.second is None or merged.value != now:
        if not paths.put(standing.fields, edit.path, merged.value):
            raise RowGone(edit.path)
        standing.voices[edit.path] = Voice(act.id, act.incarnation, place)
    brought = base if edit.keeps else merged.value if edit.add or edit.remove else plain(edit)
    return Outcome(edit.path, now, merged.value, merged.second, brought)


def _settle_in_gone_row(
    standing: Standing, edit: protocol.Edit, row: str, voice: Voice, past: Past
) -> Outcome:
    """A cell of a row that somebody took away: what was written brings the row back, with what it held.

    The outcome is the row's. A cell that is cleared, or a row that is moved, says nothing that would be lost.
    """
    took, held, cell = standing.voices.get(row), past.row(row), edit.path.rpartition("/")[2]
    if took is None or took.incarnation == voice.incarnation or not merge.is_table_row(held):
        raise RowGone(edit.path)
    wrote = merge.list_value(held.get(cell), edit.add, edit.remove) if edit.add else plain(edit)
    if wrote is None or cell == "rank":
        return Outcome(edit.path, None, None, None, None)
    back = {**held, cell: wrote}
    paths.put(standing.fields, row, back)
    standing.voices[row] = voice
    return Outcome(row, None, back, merge.Second(None, "edited and removed"), back)


def plain(edit: protocol.Edit) -> Any:
    """What the edit says by itself; for a list there is no such thing (None)."""
    return None if edit.gone or edit.value is msgspec.UNSET else edit.value
