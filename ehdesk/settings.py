"""What an authority decides (names, levels, limits, readings, contacts) and what a worker prefers.

An authority's settings come from `resources/authority/*.toml`, later from the centre. The defaults
name no place and hold no number to call: only the invented authority of practice vaults does.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from ehdesk import errors, files

DEFAULT = "default"
PRACTICE = "harlow_beck"
Theme = Literal["system", "light", "dark", "contrast"]
Density = Literal["comfortable", "compact"]
Division = Literal["england", "wales", "scotland", "northern_ireland"]
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_LARGEST_LOGO = 500_000
_THEMES = ("system", "light", "dark", "contrast")
_DENSITIES = ("comfortable", "compact")
REMINDER_MINUTES = (0, 5, 15, 30, 60)
"""How long before a visit the window may say so; 0 is never."""


@dataclass(frozen=True)
class Contacts:
    """Whom to call. Empty until somebody has entered and read back the numbers."""

    daytime: str = ""
    daytime_name: str = ""
    out_of_hours: str = ""
    out_of_hours_name: str = ""
    coordinator: str = ""
    coordinator_email: str = ""


@dataclass(frozen=True)
class Level:
    """One level of need. `band` compares levels of different schemes."""

    order: int
    code: str
    name: str
    family_name: str
    description: str
    band: Literal["universal", "early", "targeted", "statutory"]
    eha: Literal["no", "optional", "required"]
    lead_required: bool = False
    screening_required: bool = False
    statutory: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Scheme:
    """The levels of need in one authority over one time; old records keep theirs."""

    id: str
    name: str
    levels: tuple[Level, ...]
    valid_from: str = ""
    valid_to: str = ""

    def level(self, order: int) -> Level:
        """The level with this number. Raises: KeyError."""
        for level in self.levels:
            if level.order == order:
                return level
        raise KeyError(order)


@dataclass(frozen=True)
class Limits:
    """The time rules of the work. `_working_days` pass over weekends and bank holidays.

    `bank_holidays` says whose: the parts of the United Kingdom have different ones.

    Source: the time rules that Early Help services publish; each authority sets its own.
    """

    check_existing_days: int = 2
    part_b_working_days: int = 20
    first_taf_working_days: int = 15
    review_days: int = 42
    record_working_days: int = 3
    copy_working_days: int = 5
    reassess_months: int = 12
    drift_months: int = 6
    consult_months: int = 12
    consult_reviews: int = 3
    six_week_audit_days: int = 42
    six_week_audit_window_days: int = 7
    random_audit_council: int = 12
    random_audit_partner: int = 3
    routine_audit_months: int = 3
    new_practitioner_assessments: int = 3
    oversight_days: int = 42
    supervision_months: int = 1
    screening_red_hours: int = 4
    screening_amber_hours: int = 24
    screening_green_hours: int = 72
    follow_up_months: tuple[int, ...] = (6, 12)
    max_outcomes: int = 4
    seen_alone_days: int = 28
    seen_alone_from_age: int = 4
    paper_back_days: int = 14
    bank_holidays: Division = "england"


@dataclass(frozen=True)
class Readings:
    """How this authority reads measures that can be read in more than one way.

    Source: the Darlington framework's quarterly measures, M3 (author's agency) and M8 (which grades are
    acceptable), and the usual rule for small cells.
    """

    quarter_starts_in: int = 4
    acceptable_grades: tuple[int, ...] = (1, 2, 3)
    always_print_groups: tuple[str, ...] = ("health", "education", "voluntary")
    suppress_below: int = 5


@dataclass(frozen=True)
class Agency:
    """An agency that the authority works with. `report_group` is the group it is counted in."""

    name: str
    report_group: str = ""
    phone: str = ""
    email: str = ""
    contact: str = ""
    about: str = ""


@dataclass(frozen=True)
class Authority:
    """Everything that an authority decides. `sample` is true for the invented one of practice vaults.

    `logo` names a PNG or JPEG file beside the settings; it stands at the head of every paper's first page.
    """

    name: str
    reference_prefix: str
    scheme: Scheme
    limits: Limits
    readings: Readings
    contacts: Contacts
    sample: bool = False
    lawful_basis: str = "public_task"
    longest_lock_minutes: int = 15
    sync_every_minutes: int = 5
    initials_in_lists: bool = False
    agencies: tuple[Agency, ...] = ()
    roles: tuple[str, ...] = ()
    court_reads: Literal["all_but_third_party", "nothing_kept_apart"] = "all_but_third_party"
    logo: str = ""


def authority(name: str = DEFAULT) -> Authority:
    """The settings in `resources/authority/<name>.toml`, laid over the defaults. Raises: SettingsFaulty."""
    import msgspec  # late: the unlock window needs preferences only

    raw = _read(DEFAULT)
    if name != DEFAULT:
        raw = _laid_over(raw, _read(name), name)
    try:
        return msgspec.convert(raw, Authority)
    except msgspec.ValidationError as error:
        raise errors.SettingsFaulty(file=f"{name}.toml", problem=str(error)) from error


def practice() -> Authority:
    """The invented authority of practice vaults, the only one with numbers that ship."""
    return authority(PRACTICE)


def logo(authority: Authority | None) -> bytes:
    """The authority's logo; empty where it has none. Raises: SettingsFaulty for what is no small picture."""
    if authority is None or not authority.logo:
        return b""
    path = files.resources() / "authority" / Path(authority.logo).name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise errors.SettingsFaulty(file=path.name, problem=str(error)) from error
    if not content.startswith(_PICTURES) or len(content) > _LARGEST_LOGO:
        raise errors.SettingsFaulty(file=path.name, problem="a logo is a PNG or JPEG of at most 500 KB")
    return content


def with_numbers(authority: Authority, daytime: str, out_of_hours: str) -> Authority:
    """The authority with the two numbers that the worker entered; they stand on every family's page."""
    numbers = {"daytime": daytime, "out_of_hours": out_of_hours}
    entered = {name: number for name, number in numbers.items() if number}
    return replace(authority, contacts=replace(authority.contacts, **entered))


def _read(name: str) -> dict[str, Any]:
    import tomllib  # late: the unlock window needs preferences only

    path = files.resources() / "authority" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise errors.SettingsFaulty(file=path.name, problem=str(error)) from error


def _laid_over(under: dict[str, Any], over: dict[str, Any], name: str) -> dict[str, Any]:
    """`under` with what `over` says instead; a word that the defaults do not know is a fault."""
    laid = dict(under)
    for key, value in over.items():
        if key not in under:
            raise errors.SettingsFaulty(file=f"{name}.toml", problem=f"there is no setting called “{key}”")
        both = isinstance(value, dict) and isinstance(under[key], dict)
        laid[key] = _laid_over(under[key], value, name) if both else value
    return laid


# What a worker prefers, kept outside the vault and without any name


@dataclass(frozen=True)
class Preferences:
    """How the window looks and when it locks. Never a name: the file is readable without the passphrase.

    `initials` shows initials in lists where the authority leaves that to the worker; `notices` lets the
    system say that work came in while the window lies behind others.
    """

    theme: Theme = "system"
    text_percent: int = 100
    lock_minutes: int = 5
    density: Density = "comfortable"
    initials: bool = False
    spelling: bool = True
    notices: bool = True
    reminder_minutes: int = 15
    window_width: int = 1100
    window_height: int = 780
    window_maximized: bool = False


@dataclass(frozen=True)
class PreferencesRead:
    """The preferences, and what to tell the worker where the file could not be used ("" where it could)."""

    preferences: Preferences
    notice: str = ""


def read_preferences(folder: files.DataFolder) -> PreferencesRead:
    """What the worker chose; the defaults for whatever is missing or cannot be used."""
    try:
        found = json.loads(folder.preferences.read_bytes())
    except FileNotFoundError:
        return PreferencesRead(Preferences())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        return PreferencesRead(
            Preferences(), "Your display settings could not be read. The usual ones are used."
        )
    kept = {name: found[name] for name in _usable(found)}
    known = {field.name for field in fields(Preferences)}
    if len(kept) < len(known & found.keys()):
        notice = "Some of your display settings could not be read. The usual ones are used for those."
        return PreferencesRead(Preferences(**kept), notice)
    return PreferencesRead(Preferences(**kept))


def write_preferences(folder: files.DataFolder, preferences: Preferences) -> None:
    """Keep what the worker chose. Raises: OSError."""
    content = json.dumps(asdict(preferences), indent=1).encode()
    files.write_durably(folder.preferences, content)


def _usable(found: dict[str, Any]) -> list[str]:
    """The names whose values a worker could have chosen."""
    return [
        name
        for name, allowed in _ALLOWED.items()
        if name in found and type(found[name]) is type(allowed[0]) and found[name] in allowed
    ]


_ALLOWED: dict[str, range | tuple[str, ...] | tuple[bool, ...] | tuple[int, ...]] = {
    "theme": _THEMES,
    "text_percent": range(100, 201),
    "lock_minutes": range(1, 16),
    "density": _DENSITIES,
    "initials": (True, False),
    "spelling": (True, False),
    "notices": (True, False),
    "reminder_minutes": REMINDER_MINUTES,
    "window_width": range(320, 16_001),
    "window_height": range(240, 16_001),
    "window_maximized": (True, False),
}
