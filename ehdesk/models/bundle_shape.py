"""What a bundle is made of: families, people, episodes and forms as they travel in one JSON file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import msgspec


@dataclass(frozen=True)
class Fault:
    """What is wrong or odd, and where: `families[0].people[2].answers.dob`."""

    path: str
    words: str


class Author(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who wrote a form, and for which agency at the time."""

    practitioner: str
    agency: str | None = None


class FormSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One form of a bundle. `at` is when it was begun; `signing` what a manager said of it, and was told.

    `gone` are the ids that its answers point at and nothing has any more: a row that was taken away, somebody
    who was moved to another file. `checked_together` is what the family said is right, by question key.
    """

    id: str
    form: str
    form_version: int
    status: str
    author: Author
    at: datetime
    answers: dict[str, Any]
    episode: str | None = None
    finished_at: datetime | None = None
    why: str | None = None
    version: int = 1
    as_shown: dict[str, str] = {}
    language: str | None = None
    restricted: dict[str, Any] = {}
    signing: dict[str, Any] = {}
    reopened_on: str | None = None
    checked_together: dict[str, str] = {}
    gone: tuple[str, ...] = ()


class Relationship(msgspec.Struct, frozen=True, omit_defaults=True, rename={"is_": "is"}):
    """What a person is to another of the same family."""

    to: str
    is_: str | None = None
    parental_responsibility: str | None = None
    basis: str | None = None


class PersonSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person of a bundle; `restricted` is what not everybody may read.

    `merged_into` names the record of the same human that this one was joined to. `as_typed` holds dates that
    cannot be read yet, by key, or by "table/<row id>/from" where they stand in a row. `author` wrote it down
    `at` that time; without them, as in a bundle made elsewhere, it is whoever brings it in.
    """

    id: str
    answers: dict[str, Any]
    restricted: dict[str, Any] = {}
    relationships: tuple[Relationship, ...] = ()
    merged_into: str | None = None
    as_typed: dict[str, str] = {}
    author: str | None = None
    at: datetime | None = None


class EpisodeSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One episode of a bundle. `author` and `at` as of a person."""

    id: str
    answers: dict[str, Any]
    author: str | None = None
    at: datetime | None = None


class DocumentSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One document of a bundle; its bytes lie in the folder beside it, called by their SHA-256."""

    id: str
    title: str
    media_type: str
    size: int
    sha256: str
    author: str
    at: datetime
    kind: str = "other"
    dated: str | None = None
    about: tuple[str, ...] = ()
    note: str = ""
    apart: bool = False
    taken_away: bool = False


class KeptSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """A planned visit, a copy that was given, printed paper, or the line that something was filed by mistake.

    `at` is when it was written down.
    """

    id: str
    author: str
    at: datetime
    answers: dict[str, Any] = {}


class FamilySaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One family of a bundle. Without a reference one is made for it. `author` and `at` as of a person."""

    id: str
    name: str
    people: tuple[PersonSaid, ...]
    reference: str | None = None
    answers: dict[str, Any] = {}
    episodes: tuple[EpisodeSaid, ...] = ()
    forms: tuple[FormSaid, ...] = ()
    documents: tuple[DocumentSaid, ...] = ()
    visits: tuple[KeptSaid, ...] = ()
    copies: tuple[KeptSaid, ...] = ()
    paper: tuple[KeptSaid, ...] = ()
    moved_away: tuple[KeptSaid, ...] = ()
    author: str | None = None
    at: datetime | None = None


class PractitionerSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One practitioner of a bundle."""

    id: str
    name: str
    role: str | None = None
    agency: str | None = None
    team: str | None = None
    report_group: str | None = None
    phone: str | None = None
    email: str | None = None


class AgencySaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One agency of the directory, as this vault wrote it down."""

    id: str
    name: str
    report_group: str | None = None
    phone: str | None = None
    email: str | None = None
    contact: str | None = None
    about: str | None = None


class LinkSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two people's records of which somebody said that they are of one human, or of two.

    Without a `verdict` it was taken back.
    """

    id: str
    one: str
    other: str
    verdict: str | None = None


class Bundle(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole bundle, checked. `bundle` is the version of its shape.

    `visits`, `copies` and `paper` are those of no family; `own_words` the words that the practitioner who
    took it out spells so, each with the day on which it was kept.
    """

    families: tuple[FamilySaid, ...]
    practitioners: tuple[PractitionerSaid, ...] = ()
    unfiled: tuple[FormSaid, ...] = ()
    agencies: tuple[AgencySaid, ...] = ()
    links: tuple[LinkSaid, ...] = ()
    visits: tuple[KeptSaid, ...] = ()
    copies: tuple[KeptSaid, ...] = ()
    paper: tuple[KeptSaid, ...] = ()
    own_words: dict[str, str] = {}
    made_at: datetime | None = None
    made_for: str | None = None
    bundle: int = 1


Written: TypeAlias = FamilySaid | PersonSaid | EpisodeSaid | DocumentSaid | KeptSaid
"""What says who wrote it down, and when."""


@dataclass(frozen=True)
class Checked:
    """A bundle without faults, and what may be right although it looks wrong."""

    bundle: Bundle
    warnings: tuple[Fault, ...]


def ties(table: Mapping[str, Mapping[str, Any]] | None) -> tuple[Relationship, ...]:
    """What a person's record says they are to others, in the order of its rows."""
    rows = sorted((table or {}).values(), key=lambda row: str(row.get("rank", "")))
    return tuple(
        Relationship(row["person"], row.get("is"), row.get("parental_responsibility"), row.get("basis"))
        for row in rows
    )


def place(steps: Iterable[str | int]) -> str:
    """Where something stands in a bundle: `families[0].name`."""
    told = ""
    for step in steps:
        told += f"[{step}]" if isinstance(step, int) else f".{step}"
    return told.lstrip(".")
