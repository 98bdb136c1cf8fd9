"""Invented families by the thousand: the same seed and date give the same families, ids and all."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from ehdesk import files
from ehdesk.forms import loader
from ehdesk.models import bundle_shape

_NOTE_KINDS = ("visit", "visit", "visit", "call", "call", "message", "talk", "attempt")
_PLACES = ("home", "home", "school", "hub", "other")
_SEEN = ("seen", "seen", "seen_alone", "not_seen")
_MET = ("met", "met", "met", "partly", "partly", "not_met", "not_applicable")
_REPORT_GROUPS = ("education", "health", "voluntary", "council_early_help", "housing")


@dataclass(frozen=True)
class _Story:
    """What the making of one family needs: chance, words, the workers and the last day of it all."""

    chance: Random
    words: dict[str, Any]
    workers: tuple[bundle_shape.PractitionerSaid, ...]
    until: date

    def new_id(self) -> str:
        return _id(self.chance)

    def day(self, most_days_ago: int, least: int = 1) -> date:
        return self.until - timedelta(days=self.chance.randint(least, most_days_ago))

    def moment(self, day: date) -> datetime:
        hour, minute = self.chance.randint(8, 17), self.chance.choice((0, 5, 10, 20, 30, 40, 50))
        return datetime.combine(day, time(hour, minute), UTC)


def bundle(count: int, *, seed: int, until: date) -> bundle_shape.Bundle:
    """`count` families with about 25 records each, the newest on `until` (London)."""
    words = tomllib.loads((files.resources() / "sample" / "generated.toml").read_text(encoding="utf-8"))
    chance = Random(f"ehdesk {seed}")  # noqa: S311 - invented families need no secrecy
    workers = tuple(_workers(chance, words))
    families = tuple(
        _family(_Story(Random(f"ehdesk {seed} {n}"), words, workers, until), n)  # noqa: S311
        for n in range(count)
    )
    return bundle_shape.Bundle(families=families, practitioners=workers)


def _id(chance: Random) -> str:
    """Shaped like a UUIDv7, of chance alone."""
    number = chance.getrandbits(128) & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


def _workers(chance: Random, words: dict[str, Any]) -> Iterator[bundle_shape.PractitionerSaid]:
    for group in _REPORT_GROUPS:
        people = chance.choice(words["peoples"])
        name = f"{chance.choice(people['women'])[0]} {chance.choice(people['families'])[0]}"
        agency = chance.choice(words["places"]["agencies"])
        yield bundle_shape.PractitionerSaid(
            id=_id(chance), name=name, role="Lead professional", agency=agency, report_group=group
        )


def _family(story: _Story, n: int) -> bundle_shape.FamilySaid:
    peoples = story.words["peoples"]
    people_of = story.chance.choices(peoples, [each["share"] for each in peoples])[0]
    family_name = story.chance.choice(people_of["families"])
    people = tuple(_people(story, people_of, family_name))
    opened = story.day(700, 30)
    children = [person for person in people if person.answers["role"] == "child"]
    episode = _episode(story, opened, children)
    closed = episode.answers.get("closed_on")
    last = date.fromisoformat(closed) if closed else story.until
    forms = tuple(_forms(story, people_of, people, episode.id, opened, last))
    return bundle_shape.FamilySaid(
        id=story.new_id(),
        name=family_name[0],
        reference=f"HB-{opened.year}-G{n + 1:05d}",
        people=people,
        episodes=(episode,),
        forms=forms,
    )


def _people(story: _Story, people_of: dict[str, Any], family: list[str]) -> Iterator[bundle_shape.PersonSaid]:
    chance = story.chance
    home = _address(story)
    mother = _person(story, people_of, family, "women", (22, 45), home)
    father = _person(story, people_of, family, "men", (22, 50), home) if chance.random() < 0.6 else None
    children = [
        _person(story, people_of, family, chance.choice(("girls", "boys")), (0, 17), home)
        for _ in range(chance.choice((1, 1, 2, 2, 2, 3, 4)))
    ]
    bonds = [(mother, "mother")] + ([(father, "father")] if father else [])
    for parent, word in bonds:
        relationships = tuple(
            bundle_shape.Relationship(to=child.id, is_=word, parental_responsibility="yes")
            for child in children
        )
        yield bundle_shape.PersonSaid(
            parent.id, parent.answers, restricted=_restricted(story, word), relationships=relationships
        )
    yield from children


def _restricted(story: _Story, word: str) -> dict[str, Any]:
    if word == "father" or story.chance.random() > 0.12:
        return {}
    return {"contact_warning": "Do not leave a voicemail: the phone is shared. Ring in school hours."}


def _address(story: _Story) -> dict[str, Any]:
    chance, places = story.chance, story.words["places"]
    letters = chance.choice("ABDEFG") + chance.choice("ABDEFG")
    return {
        "rank": "a",
        "type": "home",
        "line_1": f"{chance.randint(1, 240)} {chance.choice(places['streets'])}",
        "town": places["town"],
        "postcode": f"ZZ{chance.randint(1, 9)} {chance.randint(1, 9)}{letters}",
    }


def _person(
    story: _Story,
    people_of: dict[str, Any],
    family: list[str],
    who: str,
    ages: tuple[int, int],
    home: dict[str, Any],
) -> bundle_shape.PersonSaid:
    chance = story.chance
    given = chance.choice(people_of[who])
    born = story.until - timedelta(days=chance.randint(ages[0] * 365 + 40, ages[1] * 365 + 360))
    child = who in ("girls", "boys")
    answers: dict[str, Any] = {
        "given_names": given[0],
        "family_name": family[0],
        "dob": born.isoformat(),
        "sex": "F" if who in ("women", "girls") else "M",
        "ethnicity": chance.choice(people_of["ethnicity"]),
        "first_language": people_of["language"],
        "role": "child" if child else "parent_or_carer",
        "addresses": {"home": home},
    }
    if given[1]:
        answers["name_own_script"] = f"{given[1]} {family[1]}"
    if child:
        answers["setting"] = chance.choice(story.words["places"]["schools"])
        answers["nhs_no"] = _nhs_number(chance)
    else:
        answers["phones"] = {
            "mobile": {"rank": "a", "number": f"01632 960{chance.randint(0, 999):03d}", "whose": "own"}
        }
        answers["interpreter"] = people_of["language"] != "en" and chance.random() < 0.5
    return bundle_shape.PersonSaid(id=story.new_id(), answers=answers)


def _nhs_number(chance: Random) -> str:
    """A valid number of the range that is kept for tests (999)."""
    while True:
        digits = f"999{chance.randint(0, 999_999):06d}"
        check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return digits + str(check % 11)


def _episode(
    story: _Story, opened: date, children: list[bundle_shape.PersonSaid]
) -> bundle_shape.EpisodeSaid:
    chance = story.chance
    lead = chance.choice(story.workers)
    answers: dict[str, Any] = {
        "opened_on": opened.isoformat(),
        "entry_route": chance.choice(("new_need", "family_asked", "step_down", "screening_outcome")),
        "referral_source": chance.choice(("2A", "3B", "1C", "5A", "8")),
        "level": chance.choice((2, 3, 3, 3)),
        "lead_name": lead.name,
        "lead_agency": lead.agency,
        "children": {
            f"child-{n + 1}": {"rank": f"{n:02d}", "person": child.id, "joined_on": opened.isoformat()}
            for n, child in enumerate(children)
        },
    }
    days = (story.until - opened).days
    if days > 150 and chance.random() < 0.4:
        answers["closed_on"] = (opened + timedelta(days=chance.randint(120, days))).isoformat()
        answers["end_reason"] = chance.choice(("met", "met_single", "family_moved", "stepped_up"))
    return bundle_shape.EpisodeSaid(id=story.new_id(), answers=answers)


def _forms(
    story: _Story,
    people_of: dict[str, Any],
    people: tuple[bundle_shape.PersonSaid, ...],
    episode: str,
    opened: date,
    last: date,
) -> Iterator[bundle_shape.FormSaid]:
    chance = story.chance
    days = max((last - opened).days, 1)
    for n in sorted(chance.randint(0, days) for _ in range(chance.randint(11, 21))):
        day = opened + timedelta(days=n)
        yield _form(story, "note", _note(story, people_of, people, day), day, episode, draft=n == days)
    stages = ("assessment_done", "first_plan", "review", "closure")[: 1 + min(3, days // 60)]
    for n, stage in enumerate(stages[:2]):
        day = opened + timedelta(days=min(days, 28 + 40 * n))
        draft = chance.random() < 0.1
        yield _form(story, "self_assessment", _checklist(story, stage), day, episode, draft=draft)
    for n, stage in enumerate(("taf", "closure")[: 1 + (days > 120)]):
        day = opened + timedelta(days=min(days, 45 + 90 * n))
        yield _form(story, "feedback_parent", _feedback(story, people_of, stage, day), day, episode)


def _form(
    story: _Story, form_id: str, answers: dict[str, Any], day: date, episode: str, *, draft: bool = False
) -> bundle_shape.FormSaid:
    begun = story.moment(day)
    author = story.chance.choice(story.workers)
    return bundle_shape.FormSaid(
        id=story.new_id(),
        form=form_id,
        form_version=loader.load(form_id).version,
        status="draft" if draft else "finished",
        author=bundle_shape.Author(author.id, author.agency),
        at=begun,
        finished_at=None if draft else begun + timedelta(minutes=story.chance.randint(3, 50)),
        answers=answers,
        episode=episode,
    )


def _note(
    story: _Story, people_of: dict[str, Any], people: tuple[bundle_shape.PersonSaid, ...], day: date
) -> dict[str, Any]:
    chance, said = story.chance, story.words["notes"]
    adult = people[0]
    children = [person for person in people if person.answers["role"] == "child"]
    names = {
        "adult": adult.answers["given_names"],
        "child": chance.choice(children).answers["given_names"],
    }
    sentences = [chance.choice(said[part]) for part in ("openings", "seen", "told", "agreed")]
    if chance.random() < 0.3:
        sentences.insert(2, f"{names['adult']}: “{chance.choice(people_of['says'])}”")
    seen = {
        f"child-{n + 1}": {"rank": f"{n:02d}", "child": child.id, "seen": chance.choice(_SEEN)}
        for n, child in enumerate(children)
    }
    return {
        "text": " ".join(sentences).format(**names),
        "at": f"{day.isoformat()}T{chance.randint(8, 17):02d}:{chance.choice((0, 15, 30, 45)):02d}",
        "kind": chance.choice(_NOTE_KINDS),
        "place": chance.choice(_PLACES),
        "who_was_there": [adult.id],
        "children": seen,
    }


def _checklist(story: _Story, stage: str) -> dict[str, Any]:
    chance, said = story.chance, story.words["checklist"]
    answers: dict[str, Any] = {"stage": stage}
    for key in loader.load("self_assessment").variants[stage]:
        answers[key] = chance.choice(_MET)
        if answers[key] in ("partly", "not_met"):
            answers[f"{key}_note"] = chance.choice(said["reasons"])
    answers["own_grade"] = chance.choice(("1", "2", "2", "3"))
    answers["proud_of"] = chance.choice(said["proud"])
    answers["do_differently"] = chance.choice(said["different"])
    return answers


def _feedback(story: _Story, people_of: dict[str, Any], stage: str, day: date) -> dict[str, Any]:
    chance, said = story.chance, story.words["feedback"]
    answers: dict[str, Any] = {
        "stage": stage,
        "given_on": day.isoformat(),
        "respondent": "parent",
        "helped_by": "alone",
        "language": people_of["language"],
        "share": "worker_and_manager",
        "received_on": day.isoformat(),
        "talk_today": False,
    }
    if stage == "taf":
        answers["taf_number"] = 1
    for key in loader.load("feedback_parent").variants[stage]:
        if key[0] == "p" and key[1:].isdigit():
            answers[key] = chance.choice((5, 5, 4, 4, 4, 3, 2))
    foreign = people_of["language"] != "en"
    answers["change"] = chance.choice(people_of["says"] if foreign else said["change"])
    if stage == "closure":
        answers |= {"overall": chance.randint(5, 10), "concern": False, "call_me": False, "quote_ok": True}
        answers["best"] = chance.choice(people_of["says"] if foreign else said["best"])
    return answers
