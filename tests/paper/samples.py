"""Forms and answers to print: ours, and an invented one with every kind of question.

Run as a program it draws docs/paper/*.png: `python tests/paper/samples.py`.
"""

import importlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ehdesk import settings, words
from ehdesk.forms import definition, loader
from ehdesk.models import base, why
from ehdesk.paper import codes, preview
from ehdesk.paper import form as paper
from ehdesk.paper import why as paper_why
from ehdesk.rules import readers

ENGLISH = words.of("en")
READERS = {
    "practitioner": readers.TEAM,
    "family": readers.ANY_OF_THE_FAMILY,
    "agency": readers.Reader("agency"),
}
AUTHORITY = settings.practice()

IMPACT = (
    "Łukasz has missed thirty-one sessions since January. On most of those mornings the "
    "bedroom wall was wet and he had been awake coughing. His mother describes carrying him "
    "to the sofa at four and setting an alarm that neither hears. Zofia gets herself dressed,"
    " makes cereal for both and has begun to walk him to the gate, where she tells staff he "
    "is 'a bit poorly'. She is proud of helping and also tired; her reading, which was ahead "
    "in Year 3, has stalled. Nobody has asked either child to stop worrying about the baby, "
    "and both told us they think there will be no room. Agnieszka is managing nausea, a "
    "repeating letter from the landlord that she cannot read, and English lessons she left "
    "when the crèche closed. She answers every call. Gareth rings on Sundays and has paid for"
    " shoes; he learned about the attendance letters from us. Without change the winter will "
    "bring more infection, persistent absence and a caring role too large for a "
    "nine-year-old. With the wall treated, a morning routine shared by both parents and a "
    "named midwife, the school believes attendance can pass ninety per cent by half-term."
)
SCRIPTS = {
    "pl": (
        "Na początku bałam się, że ktoś będzie mnie oceniał. Pani Carol tłumaczyła wszystko "
        "powoli i zapytała, czego potrzebują moje dzieci. Łukasz śpi teraz we własnym łóżku i "
        "rano chętniej idzie do szkoły."
    ),
    "cy": (
        "Rwy'n byw yn bell i ffwrdd ond hoffwn fod yn rhan o'r cynllun. Mae Zofia yn ffonio bob "
        "nos Sul ac rydym yn darllen gyda'n gilydd. Byddwn yn gwerthfawrogi cael copi o'r "
        "cofnodion yn Gymraeg. Tŷ, ŵyr."
    ),
    "ar": (
        "في البداية كنت أشعر أنني وحيدة ولا أعرف من أسأل. العاملة سارة (Sarah Doyle) استمعت إليّ "
        "واحترمت عاداتنا، وساعدتني في فهم رسائل المستشفى والمدرسة. الآن تستعمل مريم سماعتيها كل "
        "يوم وتلعب مع الأطفال، ويوسف ينام أفضل. رقم المدرسة 01632 960100. شكراً لكم."
    ),
    "ur": (
        "میں اپنے پوتے یوسف کے لیے فکر مند تھی۔ وہ رات کو سوتا نہیں تھا اور کسی سے بات نہیں کرتا "
        "تھا۔ 12 اکتوبر 2026 کو Early Help ٹیم (سارہ) آئی۔ اب وہ مجھے اپنے اسکول کے بارے میں "
        "بتاتا ہے۔ مریم کو اب میری آواز سنائی دیتی ہے، الحمد للہ۔"
    ),
    "ro": (
        "Nu am avut încredere la început, pentru că am mai avut probleme cu locuința și nimeni nu"
        " ne-a răspuns. Ștefania are grijă de bunica ei în fiecare zi și nu mai are timp pentru "
        "lecții."
    ),
    "bn": ("আমি প্রথমে খুব একা ছিলাম। এখন স্কুলের শিক্ষক আমার সঙ্গে বাংলায় কথা বলেন, আর ক্ষমতা ও স্ত্রী শব্দ ঠিক আছে।"),
    "pa": ("ਮੈਂ ਪਹਿਲਾਂ ਬਹੁਤ ਇਕੱਲੀ ਸੀ। ਹੁਣ ਸਕੂਲ ਦੇ ਅਧਿਆਪਕ ਪੰਜਾਬੀ ਵਿੱਚ ਗੱਲ ਕਰਦੇ ਹਨ, ਪ੍ਰਸ਼ਨ ਪੁੱਛਦੇ ਹਨ।"),
    "gu": ("હું પહેલાં બહુ એકલી હતી. હવે શિક્ષક ગુજરાતીમાં વાત કરે છે, સ્ત્રી અને ક્ષમા."),
    "el": ("Στην αρχή ένιωθα μόνη. Τώρα ο δάσκαλος μιλάει μαζί μας κάθε εβδομάδα."),
    "uk": ("Спочатку я боялася. Тепер ми їдемо до школи разом, і ґанок уже не лякає."),
}
MIXED = (
    "Noor Al-Masri (نور المصري) and Imran Qureshi (عمران قریشی), grandmother Razia (رضیہ "
    "بیگم), Yusuf (يوسف), Maryam (مريم); Σοφία, Љубица, বেলা, ਬੇਲਾ and બેલા met at the "
    "school."
)
UNBROKEN = "W0123456789abcdefghij" * 9 + "WWWWWWWWWWW"
STRESS = "\n".join([*SCRIPTS.values(), MIXED, UNBROKEN, *[IMPACT] * 12])

ABOUT = paper.About(
    reference="HB-2026-0412",
    author="Carol Ndlovu",
    role="Lead professional",
    at=datetime(2026, 7, 3, 9, 40, tzinfo=UTC),
    status="finished",
    family_label="Kowalczyk-Hughes",
    people={
        "z": "Zofia",
        "l": "Łukasz",
        "a": "Agnieszka Kowalczyk",
        "aim-1": "Sleep every night",
        "aim-2": "Walk to school",
    },
)

NOTE: dict[str, Any] = {
    "text": IMPACT,
    "at": "2026-07-03T10:40",
    "kind": "visit",
    "place": "home",
    "who_was_there": ["a", "z", {"name": "Mrs Hughes"}],
    "children": {
        "r1": {"rank": "a", "child": "z", "seen": "seen_alone"},
        "r2": {"rank": "b", "child": "l", "seen": "not_seen", "why_not": "Asleep after a bad night"},
    },
}
FEEDBACK: dict[str, Any] = {
    "stage": "closure",
    "respondent": "parent",
    "helped_by": "interpreter",
    "language": "ar",
    "share": "worker_and_manager",
    **{f"p{number}": (5, 4, 3)[number % 3] for number in range(1, 13)},
    "overall": 8,
    "best": SCRIPTS["ar"],
    "change": SCRIPTS["ur"],
    "concern": False,
    "call_me": True,
    "phone": "01632 960111",
    "quote_ok": True,
    "talk_today": False,
}
SELF_ASSESSMENT: dict[str, Any] = {
    "stage": "assessment_done",
    **{f"q{number:02}": ("met", "partly", "not_applicable")[number % 3] for number in range(1, 19)},
    "q01_note": "The father's agreement was spoken; it came in writing a week later.",
    "own_grade": "2",
    "proud_of": "Zofia's own words stand at the head of the plan.",
    "help_wanted": ["mentor", "joint_visit"],
}
FILLED: dict[str, dict[str, Any]] = {
    "note": NOTE,
    "feedback_parent": FEEDBACK,
    "self_assessment": SELF_ASSESSMENT,
    **{
        path.stem: importlib.import_module(f"tests.paper.answers.{path.stem}").ANSWERS
        for path in sorted((Path(__file__).parent / "answers").glob("*.py"))
    },
}
"""Every form filled: one file of `answers` for each of the others."""


RUN = codes.Marks(987_654_321)
"""What stands on the pages of an empty form."""


def blank(
    form: definition.Form, variant: str | None = None, *, practice: bool = False, **setting: Any
) -> bytes:
    return blank_with_pages(form, variant, practice=practice, **setting).pdf


def blank_with_pages(
    form: definition.Form,
    variant: str | None = None,
    *,
    practice: bool = False,
    language: str = "en",
    **setting: Any,
) -> paper.Blank:
    return paper.blank(
        form,
        words=words.of(language),
        authority_name=AUTHORITY.name,
        contacts=AUTHORITY.contacts,
        variant=variant,
        practice=practice,
        run=RUN,
        **setting,
    )


def filled(
    form: definition.Form,
    answers: dict[str, Any],
    reader: str = "practitioner",
    about: paper.About = ABOUT,
    *,
    practice: bool = False,
    language: str = "en",
    **setting: Any,
) -> bytes:
    return paper.filled(
        form,
        answers,
        about=about,
        reader=READERS[reader],
        words=words.of(language),
        authority_name=AUTHORITY.name,
        contacts=AUTHORITY.contacts,
        practice=practice,
        **setting,
    )


def forms() -> Iterator[definition.Form]:
    """Every form, with the levels of need of the invented authority."""
    levels = {"levels": definition.levels(AUTHORITY.scheme.levels)}
    return (definition.with_options(form, levels) for form in loader.load_all().values())


def every_blank() -> Iterator[tuple[str, bytes]]:
    """Every form blank: as a whole, and at each of its stages."""
    for form in (each for each in forms() if each.blank_print):
        for variant in (None, *form.variants):
            yield f"{form.id} {variant or ''}".strip(), blank(form, variant)


def every_filled() -> Iterator[tuple[str, bytes]]:
    """Every form filled, for each reader who may have it."""
    for form in forms():
        yield f"{form.id} practitioner", filled(form, FILLED[form.id])
        if form.family_copy:
            yield f"{form.id} family", filled(form, FILLED[form.id], "family")


def _options(*labels: str) -> tuple[definition.Option, ...]:
    return tuple(definition.Option(label.lower().replace(" ", "_"), label) for label in labels)


Q = definition.Question
_MOODS = (("3", "Happy"), ("2", "In between"), ("1", "Sad"), ("?", "Skip"))
_ROOMS = (
    Q("owner", "person", "Who does it"),
    Q("done", "yes_no", "Is it done?"),
    Q("when", "date", "When", show_when=definition.Condition("done", one_of=(True,))),
    Q("secret", "text", "Where they hide it", restricted=True),
)
KITCHEN_SINK = definition.Form(
    id="kitchen_sink",
    version=1,
    register="X01",
    title="Everything we can ask",
    record="note",
    intro="An invented form with every kind of question.",
    closing="If you are not safe, call {daytime} or, at night, {out_of_hours}.",
    sections=(
        definition.Section(
            "one",
            "Words and numbers",
            (
                Q("name", "text", "What do you like to be called?", hint="Any name you like"),
                Q("story", "long_text", "What happened?", lines=5, prompts=("Ask alone",)),
                Q("count", "number", "How many of you live here?"),
                Q("born", "date", "When were you born?"),
                Q("met", "time", "When did we meet?"),
                Q("since", "partial_date", "Since when?"),
                Q("span", "date_range", "From when until when?"),
            ),
        ),
        definition.Section(
            "two",
            "Choices",
            (
                Q("agree", "yes_no", "Do you agree?"),
                Q("why", "text", "Why not?", show_when=definition.Condition("agree", one_of=(False,))),
                Q("known", "yes_no_unknown", "Is it known?"),
                Q("pick", "single_choice", "Pick one", options=_options("Red", "Green", "Blue")),
                Q(
                    "many",
                    "multiple_choice",
                    "Pick some",
                    options=_options("Cat", "Dog", "Fish", "Bird", "Snail"),
                ),
                Q("scale", "scale", "How is it?", low_label="Bad", high_label="Good"),
                Q("tick", "tick", "Tick me", hint="Only if you want to"),
                Q(
                    "rate_1",
                    "single_choice",
                    "The room was warm",
                    options=_options("Always", "Often", "Never"),
                ),
                Q("rate_2", "single_choice", "The tea was hot", options=_options("Always", "Often", "Never")),
                Q(
                    "face",
                    "picture_scale",
                    "How do you feel?",
                    options=tuple(definition.Option(*m) for m in _MOODS),
                ),
            ),
        ),
        definition.Section(
            "three",
            "People and things",
            (
                Q("who", "person", "Who is it?"),
                Q("others", "people", "Who else?"),
                Q("agency", "agency", "Which agency?"),
                Q("aim", "entry", "Which aim is this for?", rows_of="plan.aims", row_label="aim"),
                Q("aims", "entries", "Which aims did it help?", rows_of="plan.aims", row_label="aim"),
                Q("jobs", "table", "Jobs", columns=_ROOMS, row_name="job"),
                Q("hideout", "text", "Where is the safe place?", restricted=True),
                Q(
                    "hideout_how",
                    "text",
                    "How do you get there?",
                    show_when=definition.Condition("hideout", answered=True),
                ),
                Q("signed", "signature", "Your signature"),
            ),
        ),
    ),
)
SINK_ANSWERS: dict[str, Any] = {
    "name": "Zosia",
    "story": SCRIPTS["pl"],
    "count": 4,
    "born": "2017-03-14",
    "met": "2026-07-03T10:40",
    "since": "2026-05",
    "span": {"from": "2026", "to": "2026-07-03"},
    "agree": False,
    "why": "Too soon",
    "known": "unknown",
    "pick": "green",
    "many": ["cat", "snail"],
    "scale": 7,
    "tick": True,
    "rate_1": "always",
    "rate_2": "never",
    "face": "3",
    "who": "a",
    "others": ["z", {"name": "A neighbour"}],
    "agency": "Alder Bank Primary",
    "aim": "aim-1",
    "aims": ["aim-1", "aim-2"],
    "jobs": {
        "b": {"rank": "b", "owner": "z", "done": False},
        "a": {"rank": "a", "owner": "a", "done": True, "when": "2026-07-01", "secret": "Under the quince"},
    },
    "signed": {"method": "paper", "held_at": "Alder Bank office"},
}
HIDDEN = {"hideout": "Quillfeather Lane", "hideout_how": "Past the osier beds"}


def _pictures() -> Iterator[tuple[str, bytes, int]]:
    forms_by_id = {form.id: form for form in forms()}
    feedback, note, checklist = (forms_by_id[key] for key in ("feedback_parent", "note", "self_assessment"))
    yield "feedback-blank-1", blank(feedback, "closure"), 0
    yield "feedback-card", blank(feedback, "taf"), 0
    yield "feedback-filled", filled(feedback, FEEDBACK), 1
    yield "young-person-blank", blank(forms_by_id["feedback_young_person"], "closure"), 0
    yield "child-blank", blank(forms_by_id["feedback_child"]), 0
    yield "note-blank-practice", blank(note, practice=True), 0
    yield "note-filled", filled(note, NOTE, "family"), 0
    yield "checklist-blank", blank(checklist, "assessment_done"), 0
    yield "checklist-filled", filled(checklist, SELF_ASSESSMENT), 0
    yield from _casework(forms_by_id)
    yield from _sizes(forms_by_id)
    stress = filled(note, {**NOTE, "text": STRESS})
    yield "stress-1", stress, 0
    yield "stress-2", stress, 1
    for number in range(3):
        yield f"every-kind-{number + 1}", blank(KITCHEN_SINK), number


def _sizes(forms_by_id: dict[str, definition.Form]) -> Iterator[tuple[str, bytes, int]]:
    agreement, child = forms_by_id["agreement"], forms_by_id["feedback_child"]
    parent, part_a = forms_by_id["feedback_parent"], forms_by_id["eha_part_a"]
    yield "easy-agreement", blank(agreement, size="easy"), 2
    yield "easy-parent", blank(parent, "closure", size="easy"), 1
    yield "easy-child", blank(child, size="easy"), 1
    yield "easy-child-drawing", blank(child, size="easy"), 2
    yield "large-part-a", blank(part_a, size="large"), 1
    yield "large-parent-arabic", blank(parent, "closure", size="large", language="ar"), 1
    yield "large-taf-filled", filled(forms_by_id["taf_meeting"], FILLED["taf_meeting"], size="large"), 1
    yield "beside-agreement-urdu", blank(agreement, beside=words.of("ur")), 1
    yield "tint-parent", blank(parent, "closure", tint=True), 0
    plan = filled(forms_by_id["action_plan"], FILLED["action_plan"], "family", language="pl")
    yield "plan-filled-polish", plan, 0
    yield "why-involved", why_involved(), 0
    yield "why-involved-easy-bengali", why_involved(size="easy", language="bn"), 0


WHY = why.Why(
    family_id=base.FamilyId("f"),
    reference="HB-2026-0412",
    family_label="Kowalczyk-Hughes",
    reasons=("Housing", "School, learning or attendance"),
    plain=why.Plain(),
    hopes=("A dry bedroom wall", "Łukasz goes to school"),
    next_step="part_b",
    meeting_on="2026-09-01",
    lead=why.Helper("Carol Ndlovu", "Alder Bank Primary"),
    team=(why.Helper("Carol Ndlovu", "Alder Bank Primary"), why.Helper("Jo Marsden", "Health Visiting")),
)


def why_involved(told: why.Why = WHY, *, language: str = "en", **setting: Any) -> bytes:
    return paper_why.printed(
        told,
        words=words.of(language),
        authority_name=AUTHORITY.name,
        contacts=AUTHORITY.contacts,
        **{"run": RUN, **setting},
    )


def _casework(forms_by_id: dict[str, definition.Form]) -> Iterator[tuple[str, bytes, int]]:
    for form_id, name, number in (
        ("agreement", "agreement-blank-1", 0),
        ("agreement", "agreement-blank-4", 3),
        ("eha_part_a", "part-a-blank-1", 0),
        ("eha_part_a", "part-a-blank-2", 1),
        ("eha_part_b", "part-b-blank-child", 1),
        ("eha_part_b", "part-b-blank-areas", 4),
        ("taf_meeting", "taf-blank-who-came", 1),
        ("action_plan", "plan-blank-actions", 2),
        ("review", "review-blank", 0),
        ("closure", "closure-blank", 1),
    ):
        yield name, blank(forms_by_id[form_id]), number
    for form_id, name, number in (
        ("taf_meeting", "taf-filled-who-came", 1),
        ("action_plan", "plan-filled", 0),
        ("chronology", "chronology-filled", 0),
    ):
        yield name, filled(forms_by_id[form_id], FILLED[form_id]), number
    spoken = words.of("ar")
    agreement, contacts = forms_by_id["agreement"], AUTHORITY.contacts
    arabic = paper.blank(agreement, words=spoken, authority_name=AUTHORITY.name, contacts=contacts).pdf
    yield "agreement-blank-arabic", arabic, 3


def draw(folder: Path) -> None:
    """Write the sample pages as pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pdf, number in _pictures():
        (folder / f"{name}.png").write_bytes(preview.png(pdf, number, dots_per_inch=80))
        sys.stdout.write(f"{name}.png\n")


if __name__ == "__main__":
    draw(Path(__file__).resolve().parents[2] / "docs" / "paper")
