"""The worker's own words, kept inside the vault, and the names that are never called misspelt."""

from collections.abc import Mapping

import sqlalchemy as sa

from ehdesk.models import acts, base, family, person, practitioner

KIND = "own_words"
_MOST_NAMES = 50_000


@acts.act("word.added")
def add_word(work: acts.Work, word: str) -> None:
    """Keep a word that is spelt right. It belongs to this worker and travels to nobody else."""
    work.edit(work.record(_list(work)), f"words/{word.lower()}", work.clock.today().isoformat())


@acts.act("word.removed")
def remove_word(work: acts.Work, word: str) -> None:
    """Forget a word again."""
    work.edit(work.record(_list(work)), f"words/{word.lower()}", None)


def own_words(read: acts.Reading) -> tuple[str, ...]:
    """The worker's own words, in order."""
    return tuple(sorted(own_days(read)))


def own_days(read: acts.Reading) -> dict[str, str]:
    """The worker's own words, each with the day (ISO text) on which it was kept."""
    wanted = sa.select(base.record.c.fields).where(
        base.record.c.kind == KIND, base.record.c.scope == base.own_scope(read.me)
    )
    fields: base.Fields = base.unpack(read.connection.execute(wanted.limit(1)).scalar()) or {}
    return dict(fields.get("words", {}))


@acts.act("word.added")
def bring_in(work: acts.Work, days: Mapping[str, str]) -> int:
    """Keep words that came with a bundle, each with its day, unless they are kept already; how many."""
    new = {word: day for word, day in days.items() if word not in own_days(work)}
    for word, day in new.items():
        work.edit(work.record(_list(work)), f"words/{word}", day)
    return len(new)


def names(read: acts.Reading) -> tuple[str, ...]:
    """Every name in the vault: people's, families' and colleagues'."""
    parts = (
        sa.select(person.TABLE.c.full_name),
        sa.select(person.TABLE.c.known_as),
        sa.select(family.TABLE.c.name),
        sa.select(practitioner.TABLE.c.name),
        sa.select(sa.func.coalesce(practitioner.TABLE.c.agency, "")),
        sa.select(practitioner.COLLEAGUE.c.name),
        sa.select(practitioner.COLLEAGUE.c.agency),
    )
    return tuple(read.connection.execute(sa.union(*parts).limit(_MOST_NAMES)).scalars())


def _list(work: acts.Work) -> str:
    """The record of this worker's words, made with the first of them."""
    scope = base.own_scope(work.by)
    wanted = sa.select(base.record.c.id).where(base.record.c.kind == KIND, base.record.c.scope == scope)
    found: str | None = work.connection.execute(wanted.limit(1)).scalar()
    return found or work.create(KIND, scope).id
