"""What a bundle is made of: families, people, episodes and forms as they travel in one JSON file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    """One form of a bundle. `at` is when it was begun; `signing` what a manager said of it, and was told."""

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


class Relationship(msgspec.Struct, frozen=True, omit_defaults=True, rename={"is_": "is"}):
    """What a person is to another of the same family."""

    to: str
    is_: str
    parental_responsibility: str | None = None


class PersonSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person of a bundle; `restricted` is what not everybody may read."""

    id: str
    answers: dict[str, Any]
    restricted: dict[str, Any] = {}
    relationships: tuple[Relationship, ...] = ()


class EpisodeSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One episode of a bundle."""

    id: str
    answers: dict[str, Any]


class FamilySaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One family of a bundle. Without a reference one is made for it."""

    id: str
    name: str
    people: tuple[PersonSaid, ...]
    reference: str | None = None
    answers: dict[str, Any] = {}
    episodes: tuple[EpisodeSaid, ...] = ()
    forms: tuple[FormSaid, ...] = ()


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


class Bundle(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole bundle, checked. `bundle` is the version of its shape."""

    families: tuple[FamilySaid, ...]
    practitioners: tuple[PractitionerSaid, ...] = ()
    unfiled: tuple[FormSaid, ...] = ()
    made_at: datetime | None = None
    made_for: str | None = None
    bundle: int = 1


@dataclass(frozen=True)
class Checked:
    """A bundle without faults, and what may be right although it looks wrong."""

    bundle: Bundle
    warnings: tuple[Fault, ...]


def place(steps: Iterable[str | int]) -> str:
    """Where something stands in a bundle: `families[0].name`."""
    told = ""
    for step in steps:
        told += f"[{step}]" if isinstance(step, int) else f".{step}"
    return told.lstrip(".")
