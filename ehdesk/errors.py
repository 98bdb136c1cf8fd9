"""Everything foreseeable that can go wrong, in one catalogue.

    Refusal
    ├── VaultRefusal        1xx  opening, locking and keeping the vault
    ├── RecordRefusal       2xx  writing and reading the family's record
    ├── FormRefusal         3xx  form definitions and answers
    ├── PaperRefusal        4xx  printing
    ├── BundleRefusal       5xx  import and export
    └── SetupRefusal        6xx  the machine and the commands

Each one says what happened (title), what is safe, and what to do. A refusal is raised at the door
where the outside error was met (`raise VaultFull() from error`); above the doors nobody catches
`Exception`.
"""

from typing import ClassVar


class Refusal(Exception):
    """A failure that a person can understand. `details` fill the {names} in its words.

    Never put a name, a date of birth or an answer in `details` that reach a log: `str(refusal)` is
    the number and title only.
    """

    number: ClassVar[int] = 0
    title: ClassVar[str] = "That could not be done"
    safe: ClassVar[str] = "Nothing has been changed."
    todo: ClassVar[str] = "Try again."

    def __init__(self, **details: object) -> None:
        super().__init__(f"{self.number} {self.title}")
        self.details = details

    def words(self) -> tuple[str, str, str]:
        """Title, what is safe and what to do, with the details filled in."""
        return (
            self.title.format(**self.details),
            self.safe.format(**self.details),
            self.todo.format(**self.details),
        )


class VaultRefusal(Refusal):
    """1xx: opening, locking and keeping the vault."""


class RecordRefusal(Refusal):
    """2xx: writing and reading the family's record."""


class FormRefusal(Refusal):
    """3xx: form definitions and answers."""


class PaperRefusal(Refusal):
    """4xx: printing."""


class BundleRefusal(Refusal):
    """5xx: import and export."""


class SetupRefusal(Refusal):
    """6xx: the machine and the commands."""
