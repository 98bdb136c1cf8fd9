"""A definition is read whole, or refused with every fault by its place and its cure."""

from pathlib import Path
from typing import Any

import pytest

from ehdesk import errors
from ehdesk.forms import loader

HEAD = """
id = "visit"
version = 1
register = "F99"
title = "Visit"
record = "visit"
"""


def _write(folder: Path, body: str, name: str = "visit.toml") -> Path:
    path = folder / name
    path.write_text(body if body.lstrip().startswith("id") else HEAD + body, encoding="utf-8")
    return path


def _faults(folder: Path, body: str) -> list[str]:
    with pytest.raises(errors.FormFaulty) as refused:
        loader.read_form(_write(folder, body))
    return [str(fault) for fault in refused.value.details["faults"]]  # type: ignore[attr-defined]


def _question(**said: Any) -> str:
    lines = [f"{name} = {value}" for name, value in said.items()]
    return "[[sections.questions]]\n" + "\n".join(lines) + "\n"


SECTION = '[[sections]]\nid = "one"\ntitle = "One"\n'
TEXT = _question(key='"text"', kind='"text"', label='"Text"')
KIND = _question(
    key='"kind"',
    kind='"single_choice"',
    label='"Kind"',
    options='[{ code = "visit", label = "Visit" }, { code = "call", label = "Call" }]',
)


def test_every_form_of_ours_can_be_used_and_is_in_the_registers_order() -> None:
    registers = [form.register for form in loader.load_all().values()]
    assert {"F01", "F02", "F03", "F08", "F12", "F17", "F19"} <= set(registers)
    assert registers == sorted(registers)


def test_a_form_is_found_in_the_version_that_an_old_record_names() -> None:
    assert loader.load("note", 1).id == "note"


def test_a_version_that_is_not_here_is_refused_with_the_forms_there_are() -> None:
    with pytest.raises(errors.FormUnknown) as refused:
        loader.load("note", 7)
    assert ", ".join(sorted(loader.load_all())) in refused.value.words()[2]


def test_an_id_that_is_no_form_is_refused() -> None:
    with pytest.raises(errors.FormUnknown):
        loader.load("../note")


def test_what_one_caller_does_with_the_list_of_forms_is_not_seen_by_another() -> None:
    loader.load_all().clear()
    assert loader.load_all()


def test_common_blocks_come_after_the_forms_own_sections() -> None:
    sections = [section.id for section in loader.load("note").sections]
    assert sections == ["what_happened", "who_was_there", "paper"]


def test_options_may_be_named_once_and_used_often(tmp_path: Path) -> None:
    shared = '[option_sets]\nmarks = [{ code = "a", label = "A" }, { code = "b", label = "B" }]\n'
    one = _question(key='"one"', kind='"single_choice"', label='"One"', options_from='"marks"')
    form = loader.read_form(_write(tmp_path, shared + SECTION + one + one.replace("one", "two", 1)))
    assert form.question("one").options == form.question("two").options


def test_a_refusal_names_the_file_and_what_is_safe(tmp_path: Path) -> None:
    with pytest.raises(errors.FormFaulty) as refused:
        loader.read_form(_write(tmp_path, SECTION + TEXT + TEXT))
    title, safe, todo = refused.value.words()
    assert "visit.toml" in title
    assert "safe" in safe
    assert "question “text”: this key is used twice. Give each question its own key." in todo


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, SECTION + "key = no quotes\n")
    assert fault.startswith("line 10, column 7:")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.FormFaulty):
        loader.read_form(tmp_path / "none.toml")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "visit.toml").write_bytes(b'id = "\xff"')
    with pytest.raises(errors.FormFaulty) as refused:
        loader.read_form(tmp_path / "visit.toml")
    assert "UTF-8" in refused.value.words()[2]


def test_a_form_whose_id_is_not_its_files_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.FormFaulty, match="301"):
        loader.read_form(_write(tmp_path, SECTION + TEXT, "other.toml"))


def test_many_faults_are_all_told_at_once(tmp_path: Path) -> None:
    body = (
        SECTION
        + _question(key='"a"', kind='"longtext"', label='"A"')
        + _question(key='"b"', kind='"single_choice"', label='"B"')
        + _question(key='"c"', kind='"text"', label='"C"', show_when='{ question = "z", answered = true }')
        + _question(key='"d"', kind='"text"', lable='"D"')
    )
    faults = "\n".join(_faults(tmp_path, body))
    assert "question “a”: there is no kind “longtext”. Did you mean “long_text”?" in faults
    assert "question “b”: a single_choice needs options" in faults
    assert "question “c”: its condition names “z”, which is not here" in faults
    assert "question “d”: there is nothing called “lable”. Did you mean “label”?" in faults


def test_a_question_at_fault_is_not_blamed_for_the_condition_that_names_it(tmp_path: Path) -> None:
    asked = KIND.replace("single_choice", "singlechoice")
    waiting = _question(
        key='"why"', kind='"text"', label='"Why"', show_when='{ question = "kind", one_of = ["call"] }'
    )
    assert len(_faults(tmp_path, SECTION + asked + waiting)) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (SECTION + TEXT + TEXT, "this key is used twice"),
        (SECTION + TEXT + SECTION + KIND, "section “one”: this id is used twice"),
        (SECTION + TEXT.replace('"text"', '"Te xt"', 1), "this key cannot be used"),
        (SECTION + TEXT.replace('"text"', '"$text"', 1), "this key cannot be used"),
        (SECTION + TEXT.replace('"Text"', '" "'), "it has no label"),
        (SECTION + TEXT + 'easy = "Easy"\n', "easy words and no picture"),
        (SECTION + KIND.replace('"call"', '"visit"'), "option code “visit” is used twice"),
        (SECTION + KIND.replace('"Call"', '""'), "an option has no code or no label"),
        (SECTION + KIND.replace("single_choice", "text"), "a text takes no options"),
        (SECTION + KIND.replace("single_choice", "scale"), "option code “visit” is not a number"),
        (SECTION + TEXT + "low = 1\n", "a text takes no low and high"),
        (
            SECTION + TEXT.replace('kind = "text"', 'kind = "scale"') + "low = 9\nhigh = 1\n",
            "runs from 9 to 1",
        ),
        (SECTION + TEXT + 'prefill = "weather"\n', "prefill “weather” is not known"),
        (SECTION + TEXT + "required = 3\n", "required: Expected"),
        (SECTION + TEXT.replace('kind = "text"', 'kind = "table"'), "a table needs columns"),
        (SECTION + TEXT + 'columns = [{ key = "a", kind = "text", label = "A" }]\n', "takes no columns"),
        (SECTION + _question(kind='"text"', label='"A"'), "question number 1: it has no key"),
        (SECTION + _question(key='"one"', label='"A"'), "question “one”: it has no kind"),
        ('common = ["weather"]\n' + SECTION + TEXT, "there is no block called “weather”"),
        (SECTION + TEXT + 'options_from = "marks"\n', "there are no options called “marks”"),
        ('[columns]\nat = "when"\n' + SECTION + TEXT, "column “at”: it is filled by “when”"),
        ('colour = "red"\n' + SECTION + TEXT, "the form: there is nothing called “colour”"),
        (SECTION + 'colour = "red"\n' + TEXT, "section “one”: there is nothing called “colour”"),
        ('sections = "none"\n', "the form: sections: Expected"),
    ],
)
def test_each_kind_of_mistake_is_named(tmp_path: Path, body: str, said: str) -> None:
    assert any(said in fault for fault in _faults(tmp_path, body)), _faults(tmp_path, body)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('{ question = "nobody", answered = true }', "names “nobody”, which is not here"),
        ('{ question = "kind", one_of = ["letter"] }', "“letter” is never the answer of “kind”"),
        ('{ question = "kind", one_of = [true] }', "“True” is never the answer of “kind”"),
        ('{ question = "kind", none_of = ["letter"] }', "Use one of: visit, call"),
        ('{ question = "text", one_of = ["x"] }', "Ask only whether it is answered"),
        ('{ question = "kind" }', "its condition asks for nothing"),
        ('{ question = "why", answered = true }', "waits for “why”, which comes later"),
    ],
)
def test_a_condition_that_cannot_work_is_refused(tmp_path: Path, condition: str, said: str) -> None:
    waiting = _question(key='"why"', kind='"text"', label='"Why"', show_when=condition)
    assert any(said in fault for fault in _faults(tmp_path, SECTION + TEXT + KIND + waiting))


def test_a_column_may_wait_for_a_column_of_its_row_and_may_be_restricted(tmp_path: Path) -> None:
    table = _question(
        key='"people"',
        kind='"table"',
        label='"People"',
        columns="""[
            { key = "came", kind = "yes_no", label = "Came" },
            { key = "why", kind = "text", label = "Why", restricted = true, show_when = WAIT },
        ]""".replace("WAIT", '{ question = "came", one_of = [false] }'),
    )
    form = loader.read_form(_write(tmp_path, SECTION + table))
    assert form.question("people").columns[1].restricted


def test_a_column_that_waits_for_nothing_here_is_refused(tmp_path: Path) -> None:
    table = _question(
        key='"people"',
        kind='"table"',
        label='"People"',
        columns='[{ key = "why", kind = "text", label = "Why",'
        ' show_when = { question = "came", answered = true } }]',
    )
    (fault,) = _faults(tmp_path, SECTION + table)
    assert fault.startswith("question “people/why”: its condition names “came”")


VARIED = 'variant_question = "kind"\n[variants]\nvisit = ["text"]\n'


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        (VARIED, "variant “call”: nothing says what is asked then"),
        (VARIED + "call = []\nletter = []\n", "variant “letter”: “kind” has no such option"),
        (VARIED + 'call = ["nobody"]\n', "variant “call”: it names “nobody”, which is not here"),
        (VARIED + 'call = ["text", "text"]\n', "it names “text” twice"),
        (VARIED.replace('"kind"', '"text"') + "call = []\n", "“text” chooses no variant"),
    ],
)
def test_variants_that_do_not_fit_are_refused(tmp_path: Path, variants: str, said: str) -> None:
    assert any(said in fault for fault in _faults(tmp_path, variants + SECTION + KIND + TEXT))


def test_a_question_that_can_never_be_shown_is_refused(tmp_path: Path) -> None:
    waiting = _question(
        key='"why"',
        kind='"text"',
        label='"Why"',
        required="true",
        show_when='{ question = "text", answered = true }',
    )
    variants = VARIED + 'call = ["why"]\n'
    (fault,) = _faults(tmp_path, variants + SECTION + KIND + TEXT + waiting)
    assert "question “why”: it can never be shown" in fault
