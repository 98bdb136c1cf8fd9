"""Whose vault it is that asks to be let in, whether the answer is for its worker, and what it keeps of it.

The centre refuses a code that was made for another before it is used. One that is older cannot tell: then the
vault looks at whom it was let in as, and does not go on as somebody else.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from ehdesk import errors
from ehdesk.models import colleagues, enrolled
from ehdesk.sync import protocol


def says(before: enrolled.Link | None, asked: protocol.Enrol) -> protocol.Enrol:
    """What a vault asks, with what it knows of whom it belongs to at the centre."""
    if before is None:
        return asked
    return msgspec.structs.replace(asked, device=before.device, account=before.account)


@contextmanager
def nothing_goes_by_itself() -> Iterator[None]:
    """Trouble on the way is said for who waits with a code in hand. Raises: NothingAnswered, NoCentreThere,
    TryTheCodeLater."""
    try:
        yield
    except errors.CentreAway as error:
        raise errors.NothingAnswered from error
    except errors.NotTheCentre as error:
        raise errors.NoCentreThere from error
    except errors.CentreBusy as error:
        raise errors.TryTheCodeLater(**error.details) from error


def is_anothers(before: enrolled.Link, known: colleagues.Known, given: protocol.Enrolled) -> bool:
    """Whether a vault that comes back was let in as somebody else than its worker. Where the centre does not
    say who that is for good, it goes by their ids; and by their name where the id is not known here, or the
    centre was put back from a copy: it may have taken this worker's id for the other's."""
    if before.account and given.account:
        return before.account != given.account
    is_own = given.practitioner in known.own
    if given.practitioner in known.others or (is_own and given.epoch == before.epoch):
        return not is_own
    return bool(known.name) and known.name != given.name


def link(
    url: str, hello: protocol.Hello, signs_with: str, life: str, given: protocol.Enrolled
) -> enrolled.Link:
    """The place of a vault that was let in."""
    return enrolled.Link(
        url=url,
        device=given.device,
        token=given.token,
        keys=hello.keys,
        signs_with=signs_with,
        epoch=given.epoch,
        incarnation=life,
        role=given.role,
        manages=given.manages,
        authority=given.authority,
        limits=hello.limits,
        account=given.account,
    )
