"""Forms with what the authority decides put in place: its levels of need, and its limits."""

import functools

from ehdesk import settings
from ehdesk.forms import definition, limits, loader


@functools.cache
def form(form_id: str, version: int | None = None) -> definition.Form:
    """The form with this id, as it is now or in the version of an old record. Raises: FormUnknown."""
    found = loader.load(form_id, version)
    asks = any(each.options_from for question in found.questions() for each in (question, *question.columns))
    found = limits.with_limits(found, settings.authority().limits)
    return definition.with_options(found, _offered()) if asks else found


@functools.cache
def _offered() -> dict[str, tuple[definition.Option, ...]]:
    return {"levels": definition.levels(settings.authority().scheme.levels)}
