"""Forms with what the authority decides put in place: its levels of need, and its limits."""

import functools
from collections.abc import Callable

from ehdesk import settings
from ehdesk.forms import definition, limits, loader


@functools.cache
def authority(*, practice: bool = False) -> settings.Authority:
    """What the authority decides: the invented one where the vault is for practice."""
    return settings.practice() if practice else settings.authority()


@functools.cache
def form(form_id: str, version: int | None = None, *, practice: bool = False) -> definition.Form:
    """The form with this id as it is now, or as a record of some version has it. Raises: FormUnknown, where
    no version is given and there is no such form."""
    found = loader.load(form_id) if version is None else loader.load_written(form_id, version)
    asks = any(each.options_from for question in found.questions() for each in (question, *question.columns))
    found = limits.with_limits(found, authority(practice=practice).limits)
    return definition.with_options(found, _offered(practice=practice)) if asks else found


@functools.cache
def _offered(*, practice: bool) -> dict[str, tuple[definition.Option, ...]]:
    return {"levels": definition.levels(authority(practice=practice).scheme.levels)}


class Deciding:
    """What the authority of one vault decides, and the forms with it; read once it is known which one it is.

    `is_practice` gives None while a vault is being made.
    """

    def __init__(self, is_practice: Callable[[], bool | None]) -> None:
        self._is_practice = is_practice
        self._known: bool | None = None

    def authority(self) -> settings.Authority:
        """The invented authority's settings in a vault for practice, else the authority's own."""
        return authority(practice=self._practice())

    def form(self, form_id: str, version: int | None = None) -> definition.Form:
        """As `form`. Raises: FormUnknown."""
        return form(form_id, version, practice=self._practice())

    def _practice(self) -> bool:
        if self._known is None:
            self._known = self._is_practice()
        return bool(self._known)
