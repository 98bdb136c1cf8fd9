"""Who may hold and who may write what: from role, tie to the family, and audience. Deny by default."""

from typing import Literal

Role = Literal["practitioner", "line_manager", "coordinator", "administrator"]
Tie = Literal["lead", "team", "manager_of", "none"]
Audience = Literal["file", "restricted", "quality", "own", "authority"]
Deed = Literal["read", "write"]

_WORKERS = ("practitioner", "line_manager", "coordinator")
_ALLOWED: dict[tuple[str, str], frozenset[tuple[str, str]]] = {
    ("lead", "file"): frozenset((role, deed) for role in _WORKERS for deed in ("read", "write")),
    ("lead", "restricted"): frozenset((role, deed) for role in _WORKERS for deed in ("read", "write")),
    ("lead", "quality"): frozenset((role, deed) for role in _WORKERS for deed in ("read", "write")),
    ("team", "file"): frozenset((role, deed) for role in _WORKERS for deed in ("read", "write")),
    ("manager_of", "file"): frozenset({("line_manager", "read"), ("line_manager", "write")}),
    ("manager_of", "restricted"): frozenset({("line_manager", "read"), ("line_manager", "write")}),
    ("manager_of", "quality"): frozenset({("line_manager", "read"), ("line_manager", "write")}),
    ("none", "file"): frozenset({("coordinator", "read")}),
    ("none", "quality"): frozenset({("coordinator", "read"), ("coordinator", "write")}),
}


def may(role: Role, tie: Tie, audience: Audience, deed: Deed) -> bool:
    """Whether this role, with this tie to the family, may read or write this audience."""
    if audience in ("own", "authority"):
        return role in _WORKERS
    return (role, deed) in _ALLOWED.get((tie, audience), frozenset())
