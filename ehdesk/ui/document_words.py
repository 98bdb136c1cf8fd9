"""How documents are said: their kinds, their size, what sort of file they are."""

from ehdesk.models import document
from ehdesk.ui import desk as desks
from ehdesk.ui import rows

KINDS: dict[str, str] = {
    "letter": "Letter",
    "report": "Report",
    "drawing": "Child's drawing",
    "photo": "Photo",
    "consent": "Signed consent",
    "form": "Form on paper",
    "other": "Something else",
}
_TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "picture",
    "image/png": "picture",
    "text/plain": "text file",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word file",
    "application/msword": "Word file",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel file",
}
_KILOBYTE = 1024
APART = "A document kept apart"


def size(count: int) -> str:
    """ "340 KB", "4.2 MB"."""
    if count < _KILOBYTE**2:
        return f"{max(1, round(count / _KILOBYTE))} KB"
    return f"{count / _KILOBYTE**2:.1f} MB"


def file_type(media_type: str) -> str:
    """What sort of file it is, in a word or two."""
    return _TYPES.get(media_type, "picture" if media_type.startswith("image/") else "file")


def row(desk: desks.Desk, line: document.DocumentLine, names: dict[str, str]) -> rows.Row:
    """One document in a list; of one that is kept apart its title shows only once it is opened."""
    told = [KINDS.get(line.kind, KINDS["other"])]
    told += [desk.words.partial_date(line.dated)] if line.dated else []
    about = ", ".join(names[one] for one in line.about if one in names)
    told += [about, f"{file_type(line.media_type)}, {size(line.size)}"]
    title = APART if line.is_apart else line.title
    sign = "lock" if line.is_apart else "photo" if line.media_type.startswith("image/") else "document"
    told += [] if line.is_here else ["Not on this laptop yet"]
    side = f"Added {desk.words.when(line.added_at, desk.clock.today())}"
    return rows.Row(line.record_id, title, " · ".join(part for part in told if part), side, sign=sign)
