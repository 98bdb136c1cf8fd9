"""My visits as a calendar file that names nobody: an appointment, its time, and at most a reference.

A calendar lies on phones and in other people's systems, so nothing of a family goes into it but what the
worker chose: nothing, the reference, or initials. Never a name, an address or what the visit is for.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from ehdesk.models import family, visit

Shows = Literal["nothing", "reference", "initials"]
NAME = "appointments.ics"
_TITLE = "Appointment"


def calendar(lines: Iterable[visit.VisitLine], *, shows: Shows, made_at: datetime) -> bytes:
    """The visits as one iCalendar file (RFC 5545), times in UTC. Bringing it in again moves what moved."""
    import icalendar  # late: hardly ever needed

    made = icalendar.Calendar()
    made.add("prodid", "-//ehdesk//EN")
    made.add("version", "2.0")
    for line in lines:
        event = icalendar.Event()
        start = line.at.astimezone(UTC)
        event.add("uid", f"{line.record_id}@ehdesk")
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=line.minutes))
        event.add("summary", title(line, shows))
        event.add("class", "PRIVATE")
        made.add_component(event)
    return bytes(made.to_ical())


def title(line: visit.VisitLine, shows: Shows) -> str:
    """What stands in the calendar: "Appointment", "Appointment HB-2026-0007" or "Appointment K-H"."""
    about = {
        "nothing": "",
        "reference": line.reference,
        "initials": family.initials(line.family_name),
    }[shows]
    return f"{_TITLE} {about}".strip()
