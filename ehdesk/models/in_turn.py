"""Acts of ours of one record that are answered one behind the other: what stands is reckoned once for all.

As long as the centre makes of each what was reckoned here, it only comes off what waits, and nothing that
stands is otherwise. Reckoned anew for each, hundreds of them took a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ehdesk.models import acts, base, ending, ground, held, provisional
from ehdesk.rules import paths
from ehdesk.sync import protocol


def is_plain(
    act: protocol.Act, change: protocol.Change, heard: ground.Heard, beside: Sequence[protocol.Settled]
) -> bool:
    """Whether whose word stands will be the same once the act has its receipt: each edit stands, or stands
    beside it whole."""
    seconds = {one.path: ground.is_wholly_beside(one.second, one.reason) for one in beside if one.reason}
    said = {edit.path for edit in change.edits}
    is_told = said == heard.voices.keys() | seconds.keys() and heard.voices.keys().isdisjoint(seconds)
    return is_told and all(seconds.values()) and not ground.settles(act)


@dataclass
class _Turn:
    """A record as it is at the centre and as it stands, and what waits on it, of which `at` acts have been
    answered since that was reckoned. `is_ended`: of the last of these and of any, whether second versions
    may have ended."""

    below: base.Fields
    fields: base.Fields
    waits: Sequence[ground.Waiting]
    reckoned: ground.Upon
    at: int = 0
    is_ended: tuple[bool, bool] = (False, False)

    def comes_to(self, act_n: int, beside: Sequence[protocol.Settled]) -> base.Fields | None:
        """What the record will be at the centre if its next act is this one, and it says so beside it."""
        steps = self.reckoned.steps
        step = steps[self.at] if self.at < len(steps) and self.waits[self.at].n == act_n else None
        if step is None or step.beside != {one.path for one in beside if one.reason}:
            return None
        fields: base.Fields = paths.copied(self.below)
        for path, value in step.sets:
            paths.put(fields, path, paths.copied(value))
        return fields


class Turns:
    """The records of which acts have been answered, as long as nothing else comes in."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[acts.Work, held.Held, _Turn]] = {}

    def begin(
        self,
        work: acts.Work,
        record: held.Held,
        below: base.Fields,
        left: Sequence[ground.Waiting],
        stands: ground.Upon,
    ) -> None:
        """What is left that waits has been reckoned upon a record as it is at the centre now."""
        if left and stands.steps:
            self._of[record.n] = work, record, _Turn(below, stands.fields, left, stands)

    def goes_on(
        self,
        record: held.Held,
        act_n: int,
        stood: base.Fields,
        below: base.Fields,
        beside: Sequence[protocol.Settled],
    ) -> bool:
        """Whether the next answer about a record is what was reckoned: it was `stood` at the centre, and is
        `below`. If not, it has to be reckoned anew."""
        if record.n not in self._of:
            return False
        _work, _record, turn = self._of[record.n]
        is_as_reckoned = turn.below == stood and turn.fields == record.fields
        if is_as_reckoned and turn.comes_to(act_n, beside) == below:
            return True
        self._end(record.n)
        return False

    def take(self, work: acts.Work, record: held.Held, below: base.Fields, *, is_ended: bool) -> None:
        """The next answer was taken in. `is_ended`: second versions may have ended by it."""
        turn = self._of[record.n][2]
        turn.below, turn.at, turn.is_ended = below, turn.at + 1, (is_ended, is_ended or turn.is_ended[1])
        self._of[record.n] = work, record, turn
        if turn.at < len(turn.waits):
            ground.keep(work, record, below)
        else:
            ground.let_go(work, record)

    def end(self) -> None:
        """Something else comes in."""
        for record_n in list(self._of):
            self._end(record_n)

    def _end(self, record_n: int) -> None:
        """Write down what was left for later: second versions stand behind those of what was answered."""
        work, record, turn = self._of.pop(record_n)
        if not turn.at:
            return
        by_last, by_any = turn.is_ended
        if by_any:
            ending.end_of(work, record_n)
        left = turn.waits[turn.at :]
        numbers = {each.n for each in left}
        provisional.keep(work, record, left, (one for one in turn.reckoned.seconds if one[0].n in numbers))
        if by_last:
            ending.end_of(work, record_n)
