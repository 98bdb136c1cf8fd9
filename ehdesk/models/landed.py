"""Where an edit came to stand at the centre, at its own path or with the row that it brought back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ehdesk.models import base, held
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol


@dataclass(frozen=True)
class Landed:
    """An edit where it came to stand, and what the centre said of it: a cell of a row that somebody had taken
    away brings the row back, and stands for all of it."""

    edit: protocol.Edit
    said: protocol.Settled | None
    is_row_of_cell: bool = False

    def put_into(self, below: base.Fields) -> None:
        """Let the record be what it is at the centre after this edit."""
        value = (
            paths.get(below, self.edit.path) if self.edit.keeps else merge.merge(None, None, self.edit).value
        )
        paths.put(below, self.edit.path, value if self.said is None else self.said.value)

    def became_current(self, stood: base.Fields) -> bool:
        """Whether what the edit brought changed what stands at the centre."""
        said = self.said
        return said is None or not said.reason or said.value != paths.get(stood, self.edit.path)


def of(
    record: held.Held, change: protocol.Change, settled: Mapping[tuple[str, str], protocol.Settled]
) -> Iterator[Landed]:
    """The edits of a change, where they came to stand. `settled` is what the centre said of paths."""
    seen = set()
    own = {edit.path for edit in change.edits if not edit.keeps}
    for edit in change.edits:
        row = paths.row_of(edit.path)
        back = None if row in own else settled.get((record.id, row))
        if back is not None and row not in seen:
            seen.add(row)
            yield Landed(protocol.Edit(path=row, base=edit.base, value=back.value), back, is_row_of_cell=True)
        else:
            yield Landed(edit, settled.get((record.id, edit.path)))
    for (record_id, path), said in settled.items():  # what the centre put in of its own
        if record_id == record.id and path not in own | seen and not said.reason:
            yield Landed(protocol.Edit(path), said)
