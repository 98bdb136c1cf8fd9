"""A long list of forms reads in the order of the work."""

import msgspec

from ehdesk.forms import loader, stages


def test_every_form_stands_under_one_stage_and_none_is_lost() -> None:
    forms = loader.load_all()
    listed = [form.id for _title, some in stages.by_stage(forms.values()) for form in some]
    assert sorted(listed) == sorted(forms)


def test_the_work_begins_with_part_a_and_goes_on_to_part_b() -> None:
    listed = stages.by_stage(loader.load_all().values())
    assert [title for title, _some in listed][:2] == ["Start", "Assessment"]
    assert [form.id for form in listed[0][1]] == ["eha_part_a", "agreement", "step_record"]


def test_a_form_that_no_stage_names_comes_last() -> None:
    new = msgspec.structs.replace(loader.load("note"), id="letter", register="F40")
    title, some = stages.by_stage([new, *loader.load_all().values()])[-1]
    assert (title, some[-1].id) == (stages.ANY_TIME, "letter")
