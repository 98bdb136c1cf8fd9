"""Better than paper, counted: keys and answers beside the prose, for what costs a worker most.

Paper needs about two hours for a Part B of two children; the targets are those that the screens were
designed for. Every key is a real one, and what a worker would have to write anyhow is not counted.
"""

from typing import Any

from ehdesk import words
from ehdesk.commands import printing
from ehdesk.models import acts, family, sheet
from ehdesk.rules import withholding
from tests.paper import readback
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker

KNOWN = ("What has happened before", ": Level of need")
ANSWERS = 30
TAPS = 6
CARD = (
    "My worker and their manager: Who may read this?",
    "Strongly agree: People listened.",
    "Agree: People did what they promised.",
    "Strongly agree: Things are better for my child.",
    "No: Do you want to talk to someone today?",
    "Finish parent or carer feedback",
)
KEYS = 150
PROSE = {
    "Their own words": "I want Mama to sleep. I can do the toast but I don't like the big knife.",
    "An ordinary day": "Up at six, cereal for both, then to the gate. Home at four, the sofa, bed at nine.",
    "Their views": "I answer every call. I was afraid that somebody would judge me.",
    "That parent’s view": "He rings on Sundays and reads with Zofia.",
    "What this does to the child’s life": "Thirty-one sessions missed since January, most after a wet night.",
    "If nothing changes": "The winter brings more infection and a caring role too large for nine.",
    "What good looks like": "A dry wall, a morning that both parents share, ninety per cent by half-term.",
    "What has happened before": "The landlord was written to twice. A morning club helped for a month.",
    "Why this level": "Several needs, and more than one agency must act together.",
    "What is needed": "A dry bedroom before the winter.",
}


def test_a_part_b_for_two_children_and_two_adults(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.begins("Part B", shows="3 answers are known from earlier forms.")
    worker.keys = worker.letters = answers = 0

    for _ in range(ANSWERS + 1):
        worker.press("F6")
        if worker.focus().startswith("Finish "):
            break
        answers += 1
        answer(worker)
    worker.settle()
    worker.press("Space")
    worker.looks_for("Finished 10:40 by Carol Ndlovu")

    assert answers <= ANSWERS
    assert worker.keys <= KEYS
    worker.locks()
    told = laptop.read(newest_part_b)
    assert told.answers["completed_on"] == told.answers["started_on"] == "2026-10-01"
    assert told.answers["level"] == laptop.read(level_of_part_a), "carried over, and not typed again"
    assert [len(told.answers[table]) for table in ("contacts", "children", "adults", "needs")] == [1, 2, 2, 1]
    assert [row["own_words"] for row in told.answers["children"].values()] == [PROSE["Their own words"]] * 2


def test_a_mothers_card_after_a_meeting_takes_six_taps(laptop: Laptop, worker: Worker) -> None:
    """The same questions as on the Polish card, which is read to her or lies beside the laptop."""
    worker.unlocks()
    worker.begins("parent or carer feedback")
    worker.wait("the stage is asked", lambda: worker.focus().startswith("At the end of the assessment"))
    worker.press("2", "F6")
    worker.enter("2")
    worker.settle()

    for tapped in CARD:
        worker.tap(tapped)
    worker.looks_for("Finished 10:40 by Carol Ndlovu")

    assert worker.taps <= TAPS
    worker.locks()
    told = laptop.read(newest_card)
    assert [told.answers[key] for key in ("p3", "p9", "p11", "talk_today")] == [5, 4, 5, False]
    polish = words.of("pl")
    paper = readback.words(laptop.read(polish_card, printing.place_of(laptop.folder)))
    for key in ("p3", "p9", "p11", "talk_today"):
        label = polish(told.form.question(key).label)
        assert label != told.form.question(key).label
        assert "".join(label.split()) in "".join(paper.split())


def newest_card(read: acts.Reading) -> sheet.Sheet:
    return newest(read, "feedback_parent")


def polish_card(read: acts.Reading, place: printing.Place) -> bytes:
    page = printing.Page(
        "feedback_parent",
        language="pl",
        reader="family",
        who="Agnieszka Kowalczyk",
        wish=withholding.Wish(released=frozenset({withholding.WHOLE})),
        because="She filled it in herself",
    )
    return printing.typeset(read, newest_card(read).record_id, page, place)


def answer(worker: Worker) -> None:
    """Write where there is something to tell; else one key. A row is added first."""
    if worker.focus().startswith("Add "):
        added = worker.focus()
        worker.press("Space")
        worker.wait("the new row has the focus", lambda: worker.focus() != added)
    prose = next((said for label, said in PROSE.items() if worker.focus().startswith(label)), None)
    if worker.focus().endswith(KNOWN):
        worker.press("Ctrl+Return")
    elif prose:
        worker.write(prose)
    else:
        worker.press("T" if worker.focus().startswith("Day") else "1")


def newest_part_b(read: acts.Reading) -> sheet.Sheet:
    return newest(read, "eha_part_b")


def level_of_part_a(read: acts.Reading) -> Any:
    return newest(read, "eha_part_a").answers["initial_level"]


def newest(read: acts.Reading, form_id: str) -> sheet.Sheet:
    """The family's newest form of a kind."""
    (line,) = [one for one in family.caseload(read).lines if one.name == "Kowalczyk-Hughes"]
    forms = [one for one in family.family_file(read, line.family_id).forms if one.form_id == form_id]
    return sheet.sheet(read, forms[0].record_id)
