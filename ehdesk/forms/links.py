"""What the questions of a form name of one another: conditions, checks, variants, columns, entries.

What forms name of other forms (carried answers, rows to point at) is judged by `across`.
"""

from collections.abc import Iterator, Mapping

from ehdesk.forms import definition, faults

_Named = Mapping[str, definition.Question]
_DATED = frozenset({"date", "partial_date", "time"})
_PEOPLE = frozenset({"person", "people"})
_TICKED = frozenset({"multiple_choice"})
_KNOWN_DAYS = ("$opened_on", "$closed_on", "$agreed_on", "$today")


def of(form: definition.Form, mended: frozenset[str] = frozenset()) -> tuple[faults.FormFault, ...]:
    """Every name in a form that leads nowhere, or to what cannot be asked there.

    `mended` names questions whose shape was at fault: what they hold is not judged again.
    """
    return (
        *_conditions(form, mended),
        *_checks(form, mended),
        *_own_rows(form),
        *_variants(form),
        *_columns(form),
    )


def _conditions(form: definition.Form, mended: frozenset[str]) -> Iterator[faults.FormFault]:
    known = {question.key: question for question in form.questions()}
    earlier: dict[str, definition.Question] = {}
    for section in form.sections:
        yield from _condition(section.show_when, f"section “{section.id}”", known, earlier, mended)
        for question in section.questions:
            where = faults.question_name(question.key)
            for condition in (question.show_when, question.required_when):
                yield from _condition(condition, where, known, earlier, mended)
            yield from _row_conditions(question, known, earlier)
            earlier[question.key] = question


def _row_conditions(table: definition.Question, known: _Named, earlier: _Named) -> Iterator[faults.FormFault]:
    columns = {column.key: column for column in table.columns}
    before = dict(earlier)
    for column in table.columns:
        where = faults.question_name(f"{table.key}/{column.key}")
        for condition in (column.show_when, column.required_when):
            yield from _condition(condition, where, {**known, **columns}, before)
        before[column.key] = column


def _condition(
    condition: definition.Condition | None,
    where: str,
    known: _Named,
    earlier: _Named,
    mended: frozenset[str] = frozenset(),
) -> Iterator[faults.FormFault]:
    if condition is None:
        return
    asked = known.get(condition.question)
    if asked is None:
        cure = "Name a question of this form"
        yield faults.FormFault(where, f"its condition names “{condition.question}”, which is not here", cure)
        return
    if condition.question not in earlier:
        cure = "Put that question before this one"
        yield faults.FormFault(
            where, f"its condition waits for “{condition.question}”, which comes later", cure
        )
    if not condition.one_of and not condition.none_of and condition.answered is None:
        cure = "Add one_of = […], none_of = […] or answered = true"
        yield faults.FormFault(where, "its condition asks for nothing", cure)
    if asked.key not in mended and not asked.options_from:
        yield from _condition_values(condition, asked, where)


def _condition_values(
    condition: definition.Condition, asked: definition.Question, where: str
) -> Iterator[faults.FormFault]:
    possible = _possible(asked)
    cure = "Ask only whether it is answered: answered = true"
    if possible:
        cure = "Use one of: " + ", ".join(str(each).lower() for each in possible)
    for value in (*condition.one_of, *condition.none_of):
        if not any(value == each and type(value) is type(each) for each in possible):
            yield faults.FormFault(where, f"“{value}” is never the answer of “{asked.key}”", cure)


def _possible(asked: definition.Question) -> tuple[str | int | bool, ...]:
    """Every answer that a condition may ask for; none where the answer is free."""
    if asked.kind == "tick":
        return (True,)
    if asked.kind == "scale" and asked.options:
        return tuple(int(option.code) for option in asked.options if option.code.isdecimal())
    return tuple(choice.value for choice in asked.choices())


def _variants(form: definition.Form) -> Iterator[faults.FormFault]:
    if not form.variants and not form.variant_question:
        return
    keys = {question.key: question for question in form.questions()}
    asked = keys.get(form.variant_question)
    if asked is None or asked.kind != "single_choice":
        cure = "Name a single_choice question of this form"
        yield faults.FormFault("variant_question", f"“{form.variant_question}” chooses no variant", cure)
        return
    codes = [option.code for option in asked.options]
    for code in codes:
        if code not in form.variants:
            cure = f"Add {code} = […] under [variants]"
            yield faults.FormFault(f"variant “{code}”", "nothing says what is asked then", cure)
    for name, named in form.variants.items():
        where = f"variant “{name}”"
        if name not in codes:
            yield faults.FormFault(
                where, f"“{asked.key}” has no such option", f"Use one of: {', '.join(codes)}"
            )
        for key in named:
            if key not in keys:
                yield faults.FormFault(
                    where, f"it names “{key}”, which is not here", "Name a question of this form"
                )
            elif named.count(key) > 1:
                yield faults.FormFault(where, f"it names “{key}” twice", "Name each question once")
    yield from _never_shown(form)


def _never_shown(form: definition.Form) -> Iterator[faults.FormFault]:
    """A condition upon a question that is asked in no variant in which this one is asked."""
    for section in form.sections:
        for question in section.questions:
            for condition in (section.show_when, question.show_when):
                if condition is None or condition.answered is False:
                    continue
                if not _asked_in(form, question.key) & _asked_in(form, condition.question):
                    cure = "Ask both at the same stage, or take the condition out"
                    problem = f"it can never be shown: “{condition.question}” is not asked when it is"
                    yield faults.FormFault(faults.question_name(question.key), problem, cure)


def _asked_in(form: definition.Form, key: str) -> frozenset[str]:
    """The variants that ask this question: all of them where none names it."""
    naming = frozenset(name for name, keys in form.variants.items() if key in keys)
    return naming or frozenset(form.variants)


def _columns(form: definition.Form) -> Iterator[faults.FormFault]:
    keys = {question.key for question in form.questions()}
    for column, key in form.columns.items():
        if key not in keys:
            cure = "Name a question of this form"
            yield faults.FormFault(f"column “{column}”", f"it is filled by “{key}”, which is not here", cure)


# Checks and entries


def _checks(form: definition.Form, mended: frozenset[str]) -> Iterator[faults.FormFault]:
    known = {question.key: question for question in form.questions()}
    for question in form.questions():
        if question.key in mended:
            continue
        for check in question.checks:
            yield from _check(form, check, question, known, faults.question_name(question.key))
        columns = {**known, **{column.key: column for column in question.columns}}
        for column in question.columns:
            where = faults.question_name(f"{question.key}/{column.key}")
            for check in column.checks:
                yield from _check(form, check, column, columns, where)


def _check(
    form: definition.Form,
    check: definition.Check,
    question: definition.Question,
    known: _Named,
    where: str,
) -> Iterator[faults.FormFault]:
    if check.rule in ("not_before", "not_after", "within_days"):
        yield from _other(check, known, _DATED, where)
    elif check.rule == "not_same_person":
        yield from _other(check, known, _PEOPLE, where)
    elif check.rule == "chosen_in":
        yield from _other(check, known, _TICKED, where)
    elif check.rule in ("some_row", "each_has_row"):
        yield from _check_column(check, question, where)
    elif check.rule == "not_one_of":
        yield from _check_values(check, question, where)
    of_this_form = check.rule == "each_has_row" and check.other and "." not in check.other
    if of_this_form and (check.other not in known or known[check.other].kind != "table"):
        cure = f"Name a table of {form.id}, or one of another form as form.table"
        yield faults.FormFault(where, f"its check each_has_row finds no table “{check.other}”", cure)


def _other(
    check: definition.Check, known: _Named, kinds: frozenset[str], where: str
) -> Iterator[faults.FormFault]:
    if not check.other or (check.other in _KNOWN_DAYS and kinds == _DATED):
        return
    cure = f"Name a question of this form that is one of: {', '.join(sorted(kinds))}"
    if kinds == _DATED:
        cure += f"; or {', '.join(_KNOWN_DAYS)}"
    if check.other not in known:
        problem = f"its check {check.rule} names “{check.other}”, which is not here"
        yield faults.FormFault(where, problem, cure)
    elif known[check.other].kind not in kinds:
        kind = known[check.other].kind
        yield faults.FormFault(where, f"its check {check.rule} names “{check.other}”, a {kind}", cure)


def _check_column(
    check: definition.Check, table: definition.Question, where: str
) -> Iterator[faults.FormFault]:
    if table.kind != "table" or not check.column:
        return
    columns = {column.key: column for column in table.columns}
    column = columns.get(check.column)
    if column is None:
        cure = f"Use one of: {', '.join(columns)}"
        yield faults.FormFault(where, f"its check {check.rule} finds no column “{check.column}”", cure)
    elif check.rule == "each_has_row" and column.kind not in ("entry", "entries"):
        cure = "Name a column of kind entry or entries"
        problem = f"its check each_has_row cannot read “{check.column}”, a {column.kind}"
        yield faults.FormFault(where, problem, cure)
    elif check.rule == "some_row":
        yield from _check_values(check, column, where)


def _check_values(
    check: definition.Check, asked: definition.Question, where: str
) -> Iterator[faults.FormFault]:
    condition = definition.Condition(asked.key, one_of=check.one_of)
    if not asked.options_from:
        yield from _condition_values(condition, asked, where)


def _own_rows(form: definition.Form) -> Iterator[faults.FormFault]:
    """Entries that offer rows of this very form. Those of other forms wait for `across`."""
    for where, question in _entry_questions(form):
        if question.rows_of.partition(".")[0] == form.id:
            yield from _rows(form, question, where)


def _entry_questions(form: definition.Form) -> Iterator[tuple[str, definition.Question]]:
    for question in form.questions():
        for path, each in (
            (question.key, question),
            *((f"{question.key}/{column.key}", column) for column in question.columns),
        ):
            if each.kind in ("entry", "entries") and each.rows_of:
                yield faults.question_name(path), each


def _rows(form: definition.Form, question: definition.Question, where: str) -> Iterator[faults.FormFault]:
    key = question.rows_of.partition(".")[2]
    table = next((each for each in form.questions() if each.key == key and each.kind == "table"), None)
    if table is None:
        tables = ", ".join(each.key for each in form.questions() if each.kind == "table")
        cure = f"Name a table of {form.id}: {tables}" if tables else f"{form.id} has no tables"
        yield faults.FormFault(where, f"there are no rows “{question.rows_of}”", cure)
    elif question.row_label and question.row_label not in [column.key for column in table.columns]:
        cure = f"Use one of: {', '.join(column.key for column in table.columns)}"
        problem = f"the rows of “{question.rows_of}” have no column “{question.row_label}”"
        yield faults.FormFault(where, problem, cure)


# Between forms


def across(forms: Mapping[str, definition.Form]) -> tuple[faults.FormFault, ...]:
    """Every name that leads from one form to another and finds nothing there."""
    return tuple(fault for form in forms.values() for fault in _beyond(form, forms))


def _beyond(form: definition.Form, forms: Mapping[str, definition.Form]) -> Iterator[faults.FormFault]:
    for question in form.questions():
        for each in (question, *question.columns):
            if each.carry:
                yield from _carried(each, forms, f"{form.id}, {faults.question_name(each.key)}")
        for check in question.checks:
            if check.rule == "each_has_row" and "." in check.other:
                where = f"{form.id}, {faults.question_name(question.key)}"
                yield from _place(check.other, forms, where, kind="table")
    for where, each in _entry_questions(form):
        other = each.rows_of.partition(".")[0]
        if other != form.id and other in forms:
            yield from _rows(forms[other], each, f"{form.id}, {where}")
        elif other != form.id:
            cure = f"Use one of: {', '.join(forms)}"
            yield faults.FormFault(f"{form.id}, {where}", f"there is no form “{other}”", cure)


def _carried(
    question: definition.Question, forms: Mapping[str, definition.Form], where: str
) -> Iterator[faults.FormFault]:
    yield from _place(question.carry, forms, where, kind=question.kind)


def _place(
    place: str, forms: Mapping[str, definition.Form], where: str, *, kind: str
) -> Iterator[faults.FormFault]:
    """Whether "form.key" leads to a question of this kind."""
    other, _, key = place.partition(".")
    if other not in forms:
        yield faults.FormFault(where, f"there is no form “{other}”", f"Use one of: {', '.join(forms)}")
        return
    found = next((each for each in forms[other].questions() if each.key == key), None)
    if found is None:
        yield faults.FormFault(where, f"{other} has no “{key}”", f"Name a question of {other}")
    elif found.kind != kind:
        problem = f"“{place}” is a {found.kind}, not a {kind}"
        yield faults.FormFault(where, problem, "Name one of the same kind, or change the kind here")
