"""What may be given to whom: what a family agreed to, agency by agency, and what follows from it. Pure.

Agreeing to take part and the lawful basis of keeping the record are two things (Department for Education,
2024); this is about the first, which a family may take back at any time. Where a child could come to
serious harm, what is needed is shared without it, and why is written down: no rule here stands against that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Service = Literal["none", "yes", "no", "declined", "withdrawn"]
Choice = Literal["yes", "ask_first", "no", "withdrawn", "never"]
Verdict = Literal["yes", "ask", "no"]


@dataclass(frozen=True)
class Agency:
    """What the family chose for one agency, since when, and within which limits."""

    name: str
    choice: Choice
    since: str | None = None
    limits: str = ""


@dataclass(frozen=True)
class Agreements:
    """What the agreements of a family amount to today. Dates are ISO text.

    `service` is whether they take part. `lawful_basis` is the episode's, kept apart on purpose.
    `shared_without` counts what was shared without their agreement, with its reasons, on record.
    """

    service: Service = "none"
    since: str | None = None
    by: str = ""
    agencies: tuple[Agency, ...] = ()
    renew_by: str | None = None
    lawful_basis: str = ""
    shared_without: int = 0
    record_id: str | None = None

    @property
    def refused(self) -> tuple[str, ...]:
        """The agencies that must get nothing."""
        return tuple(one.name for one in self.agencies if one.choice in ("no", "withdrawn", "never"))


@dataclass(frozen=True)
class Answer:
    """Whether something may be shared, and why in words that a worker reads."""

    verdict: Verdict
    why: str
    todo: str = field(default="")


_ASK = "Ask the family, write down what they say in the agreement, then share."
_HARM = (
    "If a child could come to serious harm, share what is needed and write down why under "
    "“Shared without agreement”."
)


def may_share(agreements: Agreements, agency: str, *, today: str = "") -> Answer:
    """Whether this agency may have what the family's file says, and why.

    An agency that the agreement does not name is asked about first. `today` (ISO) tells whether the
    agreement was to be renewed before it; without it that is not judged.
    """
    general = _in_general(agreements)
    if general is not None:
        return general
    chosen = find(agreements.agencies, agency)
    if chosen is None:
        return Answer("ask", f"The family's agreement does not name {agency}", _ASK)
    if chosen.choice == "ask_first":
        return Answer("ask", f"The family wants to be asked before anything goes to {chosen.name}", _ASK)
    if chosen.choice != "yes":
        return Answer("no", _refusal(chosen), _HARM)
    if today and agreements.renew_by and today > agreements.renew_by:
        return Answer("ask", "The family's agreement was to be renewed before today", _ASK)
    within = f", within limits: {chosen.limits}" if chosen.limits else ""
    return Answer("yes", f"The family agreed that {chosen.name} may have this{within}")


def may_share_with_anybody(agreements: Agreements) -> Answer:
    """The same where nobody says which agency will read it: only when no agency was refused."""
    general = _in_general(agreements)
    if general is not None:
        return general
    if agreements.refused:
        why = "The family does not want every agency to have this, and nobody has said which one it is for"
        return Answer("no", why, "Say which agency will read it.")
    return Answer("yes", "The family has refused no agency")


def find(agencies: Iterable[Agency], name: str) -> Agency | None:
    """The agency of this name, however its letters are cased and spaced, or None."""
    wanted = plain(name)
    return next((one for one in agencies if plain(one.name) == wanted), None)


def plain(name: str) -> str:
    """An agency's name as it is compared: case, spaces and the kind of apostrophe say nothing."""
    return " ".join(name.casefold().replace("’", "'").split())


def _in_general(agreements: Agreements) -> Answer | None:
    """What the agreement to take part says already, whichever agency it is."""
    if agreements.service == "withdrawn":
        return Answer("no", "The family no longer agrees to Early Help", _HARM)
    if agreements.service in ("declined", "no"):
        return Answer("no", "The family did not agree to Early Help", _HARM)
    return None


def _refusal(chosen: Agency) -> str:
    if chosen.choice == "withdrawn":
        return f"The family no longer agrees that {chosen.name} may have anything"
    return f"The family does not want {chosen.name} to have anything"
