"""The directory: agencies listed, added and changed from a file, and the people of one."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ehdesk import errors
from ehdesk.commands import around, console, filling, opening
from ehdesk.forms import answers as form_answers
from ehdesk.forms import small_forms
from ehdesk.models import acts, base, directory, practitioner


def listed(chosen: opening.Chosen, words: str, *, as_json: bool) -> None:
    """The agencies of the directory that have the words."""
    with opening.opened(chosen) as desk:
        found = _directory(desk, words)
    if as_json:
        console.as_json({"agencies": [around.without("record_id", asdict(one)) for one in found]})
        return
    rows = [(one.name, one.report_group, one.phone, one.contact) for one in found]
    console.table(("Agency", "Counted as", "Phone", "Whom to ask for"), rows)


def add(chosen: opening.Chosen, answers: Path, *, as_json: bool) -> None:
    """Add an agency from a file of answers. Raises: errors.AnswersUnusable, also for one that is there."""
    given = _whole(answers, {})
    with opening.opened(chosen) as desk:
        if any(_is_called(one, given["name"]) and one.record_id for one in _directory(desk, "")):
            said = "It is written down already: change it with --change"
            raise errors.AnswersUnusable((form_answers.Fault("name", "Name", said),))
        made = desk.store.do(directory.add_agency, given).result
    _say(made, given["name"], as_json=as_json)


def change(chosen: opening.Chosen, name: str, answers: Path, *, as_json: bool) -> None:
    """Change what is known of an agency; one that only the authority or a record names is written down.

    Raises: errors.AnswersUnusable, NoSuchLine.
    """
    given = filling.read_answers(answers, small_forms.agency(is_new=False))
    with opening.opened(chosen) as desk:
        found = [one for one in _directory(desk, "") if _is_called(one, name)]
        if len(found) != 1:
            raise errors.NoSuchLine(what="agency called", said=name, command="ehdesk agencies")
        kept = found[0].record_id
        if kept is None:
            kept = desk.store.do(directory.add_agency, {"name": found[0].name, **given}).result
        else:
            _refuse_missing(small_forms.agency(is_new=False), {"name": found[0].name, **given})
            desk.store.do(directory.change_agency, kept, given)
    _say(kept, given.get("name") or found[0].name, as_json=as_json)


def add_colleague(chosen: opening.Chosen, answers: Path, *, as_json: bool) -> None:
    """Add a person of an agency, whom forms can then name. Raises: errors.AnswersUnusable."""
    form = small_forms.colleague()
    given = filling.read_answers(answers, form)
    _refuse_missing(form, given)
    with opening.opened(chosen) as desk:
        made = desk.store.do(_add_colleague, given).result
    _say(made, given["name"], as_json=as_json)


@acts.act("practitioner.added")
def _add_colleague(work: acts.Work, given: base.Fields) -> base.PractitionerId:
    directory.learn(work, str(given["agency"]))
    return practitioner.add(work, given)


def _whole(answers: Path, known: base.Fields) -> dict[str, Any]:
    form = small_forms.agency(is_new=True)
    given = {**known, **filling.read_answers(answers, form)}
    _refuse_missing(form, given)
    return given


def _refuse_missing(form: Any, given: base.Fields) -> None:
    faults = form_answers.to_put_right(form, given)
    if faults:
        raise errors.AnswersUnusable(faults)


def _directory(desk: opening.Opened, words: str) -> tuple[directory.AgencyLine, ...]:
    return desk.store.ask(directory.directory, words, authority=opening.authority(desk).agencies, limit=1000)


def _is_called(one: directory.AgencyLine, name: str) -> bool:
    return " ".join(one.name.casefold().split()) == " ".join(name.casefold().split())


def _say(record_id: str, name: str, *, as_json: bool) -> None:
    if as_json:
        console.as_json({"id": record_id, "name": name})
    else:
        console.say(f"{record_id}  {name}")
