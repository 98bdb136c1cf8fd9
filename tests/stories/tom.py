"""Tom at his laptop: how each part of the third family's record is typed, by keys alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from ehdesk.forms import definition, person_form, plan_questions, small_forms
from ehdesk.models import offered
from tests.stories import third_family as family
from tests.stories.laptop import Laptop
from tests.stories.scribe import Scribe, begins
from tests.stories.third_family import NAME, Said
from tests.stories.worker import Worker

NAP = timedelta(minutes=5)
ASKED = {"given_names": "Given names", "family_name": "Family name", "known_as": "Known as"}
SEEN = {"seen": "Seen", "seen_alone": "Seen alone", "not_seen": "Not seen"}


@dataclass
class Tom:
    """Types what the family says on the day on which it is said."""

    laptop: Laptop
    worker: Worker

    def comes(self, moment: str) -> None:
        """Be there at this moment; the laptop was locked in between."""
        until = datetime.fromisoformat(moment)
        if until - self.laptop.time.moment > NAP and self.laptop.life is not None:
            self.worker.locks()
        self.laptop.time.moment = until
        if self.laptop.life is None:
            self.worker.unlocks()

    def types_all(self, since: str, to: str) -> None:
        """Everything of these days, and lock."""
        ways: dict[str, Callable[[Said], None]] = {
            "note": self.writes_a_note,
            "chronology": self.adds_an_event,
            "taf_meeting": self.meets,
        }
        for at, what, said in family.between(since, to):
            self.comes(at)
            if what == "form":
                ways.get(said["form"], self.writes)(said)
            elif what == "amend":
                self.amends(said["form"], said["why"])
            else:
                self.keeps_up(said["action"])
        self.worker.locks()

    def scribe(self) -> Scribe:
        """Knows everybody by the name on the screen, and what the rows of other forms are called."""
        plan, needs = family.told(family.the_form("action_plan")), family.told(family.the_form("eha_part_b"))
        names = {**family.KNOWN, family.TOM: "Tom Achebe"}
        return Scribe(self.worker, names, {"action_plan": plan, "eha_part_b": needs})

    def opens_the_family(self) -> None:
        self.worker.finds("ionescu", NAME)

    # The file

    def opens_the_file(self) -> None:
        """Ctrl+Shift+N, the people one after another, and the day Early Help began."""
        worker, scribe = self.worker, self.scribe()
        worker.press("Ctrl+Shift+N")
        worker.wait("the name is asked", lambda: worker.focus() == "Name of the family")
        worker.write(NAME)
        for number, one in enumerate(reversed(family.SAID["people"]), 1):
            row, answers = f"Person {number}, People", one["answers"]
            if number > 1:
                worker.tab_to("Add person: People")
                worker.press("Space")
                worker.wait("the row is there", lambda: row in worker.focus())  # noqa: B023
                scribe.chooses(family.ROLES[answers["role"]])
            for key, label in ASKED.items():
                worker.tab_to(f"{label}, {row}")
                worker.write(answers[key])
            worker.tab_to(f"Day: Date of birth, {row}")
            scribe.dates(answers["dob"])
        worker.tab_to("Early Help has started")
        worker.press("Space", "Tab")
        scribe.dates(family.STAY["opened_on"])
        worker.tab_to("Open the file")
        worker.press("Space")
        worker.looks_for("Write a note")
        worker.settle()

    def says_of(self, one: Said) -> None:
        """On the person's own page: one group of questions after the other, and at last how to reach them."""
        worker, answers = self.worker, one["answers"]
        self.opens_the_family()
        worker.tab_to(f"Change: {answers['given_names']} {answers['family_name']}")
        worker.press("Space")
        worker.wait("the page stands", lambda: worker.focus().endswith("Who are they in this family?"))
        children, called = family.other_children(one), answers["known_as"]
        form = person_form.sheet(whole=True, children=children, called=called)
        before = ""
        for group, title, inside in person_form.GROUPS:
            if group == person_form.APART:
                worker.tab_to("Show to change, nobody is looking")
                worker.press("Space")
                worker.wait("it is shown", lambda: "What makes contact unsafe" in worker.focus())
            elif before:
                worker.tab_to(f"Show: {before}", back=True)
                worker.press("Down", "Tab")
            before = title
            sections = tuple(section for section in form.sections if section.id in inside)
            asked = msgspec.structs.replace(form, sections=sections)
            said = family.only(family.of_person(one), *(each.key for each in asked.questions()))
            self.scribe().writes(asked, said, until=lambda at: at.startswith(("Hold to show", "Hide how")))
        worker.settle()

    def says_who_helps(self) -> None:
        """Who leads has taken it on, and who else works with the family."""
        (lead,) = family.STAY["leads"].values()
        self.opens_the_family()
        self.worker.tab_to("Team, level and lead")
        self.worker.press("Space")
        self.worker.looks_for_title("Episode")
        self.worker.settle()
        name, right = lead["name"], small_forms.corrected_lead()
        taken_on = {"on": lead["accepted_on"]}
        self.asks(f"They have taken it on…: {name}", small_forms.accepted(name), taken_on, "Save")
        put_right = family.only(lead, *(each.key for each in right.questions()))
        self.asks(f"Correct…: {name}", right, put_right, "Save")
        for member in family.STAY["agencies"].values():
            said = {key: value for key, value in member.items() if key != "rank"}
            self.asks("Add to the team", small_forms.member(is_new=True), said, "Add to the team")

    def asks(self, way: str, form: definition.Form, said: Said, done: str) -> None:
        """Press what asks, answer in the small window, and press its button."""
        if self.worker.focus() != way:
            self.worker.tab_to(way)
        self.worker.press("Space")
        self.worker.looks_for_title(form.title)
        self.worker.settle()
        self.scribe().writes(form, said, until=done.__eq__)
        self.worker.press("Space")
        self.worker.wait("it is written down", lambda: form.title not in self.worker.screen()[0])
        self.worker.settle()

    # Forms

    def writes(self, one: Said) -> None:
        """Begin a form of the family, and finish it where it was finished."""
        form = offered.form(one["form"])
        self.worker.begins(form.short_title or form.title, "ionescu", NAME)
        self.fills(form, family.parted(one)[0])
        if one["status"] == "finished":
            self.finishes("Finished ")

    def fills(self, form: definition.Form, said: Said) -> None:
        """From the first control to the button that finishes."""
        self.scribe().writes(form, said, until=lambda at: at.startswith("Finish "))
        self.worker.settle()

    def finishes(self, told: str) -> None:
        """Press the button that has the focus."""
        self.worker.press("Space")
        self.worker.looks_for(told)

    def amends(self, form_id: str, why: str) -> None:
        """Open the finished form from the family's list, and say what has come since."""
        worker, form = self.worker, offered.form(form_id)
        self.opens_the_family()
        worker.press("Alt+4")
        worker.settle()
        worker.tab_to("Forms")
        place = next(n for n, line in enumerate(worker.lines()) if is_finished(line, form))
        worker.press("Home", *["Down"] * place, "Return")
        worker.looks_for("Amend")
        worker.settle()
        worker.tab_to("Amend")
        worker.press("Space")
        worker.wait("a reason is asked", lambda: worker.focus() == "Why are you amending it?")
        worker.write(why)
        worker.tab_to("Amend")
        worker.press("Space")
        worker.settle()
        worker.looks_for("Finish ")
        worker.settle()
        self.fills(form, family.parted(family.the_form(form_id))[1])
        self.finishes("Amended ")

    # Notes and events

    def writes_a_note(self, one: Said) -> None:
        """Ctrl+N in the family's file, the words first, then when it was and the taps."""
        worker, said, form = self.worker, family.told(one), offered.form("note")
        self.opens_the_family()
        worker.press("Ctrl+N")
        worker.wait("the cursor is in the note", lambda: worker.focus() == "What happened")
        worker.write(said["text"])
        worker.press("Shift+Tab", "Space")
        worker.wait("the day is asked", lambda: worker.focus().startswith("Day: "))
        self.scribe().dates(said["at"])
        worker.tab_to("Visit: What kind of contact it was", back=True)
        taps = family.only(said, "kind", "place")
        self.scribe().writes(form, taps, until=lambda at: not at.endswith("it was"))
        self.says_of_each_child(said)
        rest = family.only(said, "who_was_there", "also_present")
        if rest:
            worker.tab_to("Who else was there, and more")
            worker.press("Space")
            worker.settle()
            self.scribe().writes(form, rest, until="Done".__eq__)
        if one["status"] == "finished":
            worker.press("Ctrl+Return")
            worker.looks_for_title(NAME)
        worker.settle()

    def says_of_each_child(self, said: Said) -> None:
        """One line of taps for each child, and why not."""
        rows = {family.KNOWN[row["child"]]: row for row in said.get("children", {}).values()}
        for name in sorted(rows):
            if not begins(self.worker.focus(), "Seen") or not self.worker.focus().endswith(name):
                self.worker.tab_to(f"Seen: {name}")
            self.scribe().chooses(SEEN[rows[name]["seen"]])
            if "why_not" in rows[name]:
                self.worker.press("Tab")
                assert self.worker.focus() == f"Why not? {name}"
                self.worker.write(rows[name]["why_not"])

    def adds_an_event(self, one: Said) -> None:
        """In the family's chronology, in its small window."""
        worker, said, form = self.worker, family.told(one), offered.form("chronology")
        self.opens_the_family()
        worker.press("Alt+8")
        worker.settle()
        if worker.focus() != "Add an event":
            worker.tab_to("Add an event")
        worker.press("Space")
        worker.looks_for_title("Add an event")
        first = family.only(said, "event", "date")
        self.scribe().writes(form, first, until=form.question("category").label.__eq__)
        kinds = {option.code: option.label for option in form.question("category").options}
        self.scribe().goes_down_to(kinds[said["category"]])
        worker.press("Tab")
        rest = {key: value for key, value in said.items() if key not in (*first, "category")}
        self.scribe().writes(form, rest, until="Add it".__eq__)
        worker.press("Space")
        worker.wait("the event is in", lambda: NAME in worker.screen()[0])
        worker.settle()

    # The plan

    def meets(self, one: Said) -> None:
        """The plan, then the meeting; what is decided there is put into the plan in its place beside it."""
        worker, plan = self.worker, family.told(family.the_form("action_plan"))
        for form_id, said in (("action_plan", family.the_plan()), ("taf_meeting", family.parted(one)[0])):
            form = offered.form(form_id)
            worker.begins(form.short_title or form.title, "ionescu", NAME)
            self.fills(form, said)
            if form_id == "action_plan":
                self.finishes("Finished ")
        if not worker.sees("Who does what"):
            worker.press("Ctrl+Shift+P")
        worker.looks_for("Who does what")
        worker.settle()
        asked = plan_questions.new_row("actions", "Add an action")
        action = family.only(plan["actions"][family.IN_PLACE], *(each.key for each in asked.questions()))
        self.asks("Add an action", asked, action, "Add to the plan")
        for outcome in ("elena", "flat", "afternoon"):
            self.judges(plan["outcomes"][outcome])
        worker.tab_to("Finish TAF meeting", back=True)
        self.finishes("Finished ")

    def judges(self, outcome: Said) -> None:
        """Say how an outcome stands, in the plan where it is shown."""
        asked, said = plan_questions.stands(outcome["outcome"]), {"status": outcome["status"]}
        self.asks(f"Change how it stands: {outcome['outcome']}", asked, said, "Save")

    def keeps_up(self, action: str) -> None:
        """One key in the plan: the action is done."""
        worker, plan = self.worker, family.told(family.the_form("action_plan"))
        self.opens_the_family()
        worker.press("Alt+2")
        worker.settle()
        worker.tab_to("The plan, its meetings and reviews")
        worker.press("Space")
        worker.looks_for_title("Plan")
        worker.settle()
        worker.tab_to(f"Done: {plan['actions'][action]['what']}")
        worker.press("Space")
        worker.looks_for("The action is marked as done.")
        worker.settle()
        if action == "pay":
            self.judges(plan["outcomes"]["andrei"])


def is_finished(line: str, form: definition.Form) -> bool:
    """Whether a line of the list of forms is a finished one of this kind."""
    return line.startswith(form.short_title or form.title) and "Being written" not in line
