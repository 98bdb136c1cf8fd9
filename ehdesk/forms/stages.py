"""Which stage of the work each form belongs to, so that a long list of forms reads in the order of the work.

A form whose register is not named here is listed last: a new form needs no line in this file.
"""

from collections.abc import Iterable

from ehdesk.forms import definition

Listed = tuple[tuple[str, tuple[definition.Form, ...]], ...]
ANY_TIME = "At any time"
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Start", ("F01", "F02", "F17")),
    ("Assessment", ("F03",)),
    ("Plan and team", ("F05", "F04")),
    ("Review", ("F06",)),
    ("Ending", ("F07",)),
    ("Feedback", ("F12", "F13", "F14", "F15")),
    ("Quality", ("F08", "F09", "F10", "F11", "F18")),
    (ANY_TIME, ("F19", "F16")),
)
_PLACE = {
    register: (stage, place)
    for stage, (_title, registers) in enumerate(STAGES)
    for place, register in enumerate(registers)
}
_LAST = (len(STAGES) - 1, 99)


def stage_of(form: definition.Form) -> str:
    """The title of the stage that a form belongs to."""
    return STAGES[_PLACE.get(form.register, _LAST)[0]][0]


def by_stage(forms: Iterable[definition.Form]) -> Listed:
    """The forms under the stages of the work, in its order; a stage without forms is left out."""
    ordered = sorted(forms, key=lambda form: (*_PLACE.get(form.register, _LAST), form.register, form.id))
    titles = [title for title, _registers in STAGES]
    found = {title: tuple(form for form in ordered if stage_of(form) == title) for title in titles}
    return tuple((title, some) for title, some in found.items() if some)
