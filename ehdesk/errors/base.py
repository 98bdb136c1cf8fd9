"""What every refusal is: a number, what happened, what is safe and what to do."""

from typing import ClassVar


class Refusal(Exception):
    """A failure that a person can understand. `details` fill the {names} in its words; where `count` is 1,
    `title_of_one` takes the place of `title`.

    Never put a name, a date of birth or an answer in `details` that reach a log: `str(refusal)` is
    the number and title only.
    """

    number: ClassVar[int] = 0
    title: ClassVar[str] = "That could not be done"
    title_of_one: ClassVar[str] = ""
    safe: ClassVar[str] = "Nothing has been changed."
    todo: ClassVar[str] = "Try again."
    page: ClassVar[str] = ""  # where `todo` sends to, where it does: its {there}

    def __init__(self, **details: object) -> None:
        super().__init__(f"{self.number} {self.title}")
        self.details = details

    def words(self, *, on: str = "") -> tuple[str, str, str]:
        """Title, what is safe and what to do, with the details filled in. `on` the page they stand on."""
        title = self.title_of_one if self.title_of_one and self.details.get("count") == 1 else self.title
        there = "below" if self.page and self.page == on else f"under “{self.page}”"
        said = {"there": there, **self.details}
        return title.format(**said), self.safe.format(**said), self.todo.format(**said)
