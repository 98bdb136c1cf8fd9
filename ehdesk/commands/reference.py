"""Finding the family that a command names by its reference."""

from ehdesk import errors
from ehdesk.models import base, family, store


def family_id(kept: store.Store, said: str) -> base.FamilyId:
    """The family with this reference, or with the only one that begins so. Raises: errors.FamilyNotFound."""
    found = kept.ask(family.by_reference, said)
    if found is not None:
        return found
    lines = kept.ask(family.caseload, said, limit=20).lines
    wanted = [line for line in lines if line.reference.upper().startswith(said.strip().upper())]
    if len(wanted) != 1:
        raise errors.FamilyNotFound(found=len(wanted) or "No")
    return wanted[0].family_id
