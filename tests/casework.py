"""The three invented families in a vault, on the day their story ends; and forms of them to finish."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ehdesk import files
from ehdesk.models import base, form, sample, store
from tests import building

STORY_ENDS = datetime(2026, 9, 30, 15, 0, tzinfo=UTC)
KOWALCZYK, AL_MASRI, IONESCU = (
    base.FamilyId(f"0197f000-{code}-7000-8000-000000000000") for code in ("0412", "0097", "0455")
)
SAID: dict[str, Any] = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))


def desk_of_autumn(root: Path) -> building.Desk:
    """A vault with the three families, at the end of September 2026."""
    desk = building.new_desk(root)
    desk.time.moment = STORY_ENDS
    sample.fill(desk.store)
    return desk


def copy_of(desk: building.Desk, root: Path) -> building.Desk:
    """The same vault in another folder, opened: quicker than filling one anew."""
    folder = desk.photograph(root)
    time = building.Time(STORY_ENDS, life=1)
    return building.Desk(folder, desk.keys, time, store.open_store(folder, desk.keys, time.clock()))


def episode_of(family_id: str) -> base.EpisodeId:
    """The one episode of an invented family."""
    return base.EpisodeId(family_id[:-3] + "020")


def person_of(family_id: str, number: int) -> base.PersonId:
    """Somebody of an invented family, by number."""
    return base.PersonId(family_id[:-3] + f"{number:03d}")


def answers_of(family_id: str, form_id: str, *, status: str = "finished") -> dict[str, Any]:
    """What the family's first form of a kind and status says, restricted answers left out."""
    family = next(one for one in SAID["families"] if one["id"] == family_id)
    said = next(one for one in family["forms"] if one["form"] == form_id and one["status"] == status)
    return dict(said["answers"])


def finished(
    desk: building.Desk, form_id: str, family_id: str, answers: dict[str, Any], episode_id: str | None = None
) -> base.RecordId:
    """A form begun with these answers, and finished."""
    record = desk.do(form.start, form_id, family_id=family_id, episode_id=episode_id, answers=answers)
    desk.do(form.finish, record)
    return record
