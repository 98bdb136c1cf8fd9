"""Part B of the Kowalczyk-Hughes family."""

from typing import Any

_IMPACT = "He coughs at night, sleeps late and misses the morning. He thinks there will be no room."
_TALKED_OVER: dict[str, tuple[str, int | None, int | None]] = {
    "physical_health": ("some", 5, 4),
    "emotional": ("some", 4, 3),
    "early_dev": ("no_need", None, None),
    "education": ("significant", 5, 4),
    "housing": ("significant", 2, 2),
    "money_work": ("not_discussed", None, None),
}

ANSWERS: dict[str, Any] = {
    "started_on": "2026-06-10",
    "completed_on": "2026-07-03",
    "contacts": {
        "r1": {
            "rank": "a",
            "date": "2026-06-10",
            "who": ["a", "z", "l"],
            "place": "home",
            "seen_alone": True,
            "method": "Drawing with Zofia",
        }
    },
    "children": {
        "r1": {
            "rank": "a",
            "child": "z",
            "seen": True,
            "how_heard": ["talk", "play_draw"],
            "own_words": "I want Mama to sleep. I can do the toast but I don't like the big knife.",
            "daily_life": "Up at six, cereal for both, the gate at half past eight.",
            "wishes": "A room that is dry",
            "important_people": "Mama, Łukasz, Tata on Sundays",
            "likes_achievements": "Reading",
        },
        "r2": {
            "rank": "b",
            "child": "l",
            "seen": False,
            "why_not": "Asleep after a bad night",
            "own_words": "Seen on the sofa with a blanket over his ears.",
            "daily_life": "Awake coughing from four, late to school or not there.",
        },
    },
    "adults": {
        "r1": {"rank": "a", "adult": "a", "views": "I answer every call. I cannot read the letter."},
        "r2": {
            "rank": "b",
            "adult": {"name": "Gareth Hughes"},
            "views": "Rwy'n byw yn bell i ffwrdd ond hoffwn fod yn rhan o'r cynllun.",
        },
    },
    "absent_parent": False,
    "history": "The school wrote to the landlord in March. The health visitor helped with sleep.",
    **{f"{area}_need": said[0] for area, said in _TALKED_OVER.items()},
    **{f"{area}_score_family": said[1] for area, said in _TALKED_OVER.items() if said[1] is not None},
    **{f"{area}_score_worker": said[2] for area, said in _TALKED_OVER.items() if said[2] is not None},
    "housing_strengths": "The flat is near the school.",
    "housing_worries": "The bedroom wall is wet. Agnieszka's worry, and ours.",
    "housing_family_wants": "The wall treated before the winter.",
    "housing_evidence_from": ["parent", "seen"],
    "domestic_abuse_need": "some",
    "domestic_abuse_worries": "She flinched at the slammed door, and said: not now.",
    "domestic_abuse_score_worker": 5,
    "agencies_asked": {
        "r1": {
            "rank": "a",
            "agency": "Housing",
            "asked": "2026-06-12",
            "answered": "2026-06-19",
            "information": "Two reports of damp since 2024.",
            "third_party": True,
            "third_party_information": "The flat below was treated in May.",
        }
    },
    "tools": {
        "r1": {"rank": "a", "tool": "Sleep diary", "date": "2026-06-24", "stored_where": "School file"},
    },
    "analysis": {
        "r1": {"rank": "a", "child": "z", "impact": "She carries what an adult should."},
        "r2": {"rank": "b", "child": "l", "impact": _IMPACT},
    },
    "if_no_change": "The winter brings more infection and persistent absence.",
    "good_looks_like": "Both sleep until seven, and Zofia reads again.",
    "why_now": "The baby is due in December.",
    "protective": "Warm, honest parents who ring each other about the children.",
    "protective_different_for": "Łukasz has fewer people outside home.",
    "scale_safety": 6,
    "level": "partnership_plus",
    "level_reason": "Several needs and several services.",
    "family_agrees": "yes",
    "needs": {
        "n1": {
            "rank": "a",
            "statement": "A bedroom that is dry",
            "people": ["z", "l"],
            "domain": "housing",
            "sf": "SF9",
            "priority": "1",
            "baseline": "Wet to one metre",
        },
        "n2": {
            "rank": "b",
            "statement": "Łukasz is at school in the morning",
            "people": ["l"],
            "domain": "education",
            "sf": "SF1",
            "priority": "1",
            "baseline": "Attendance 71%",
        },
    },
    "recommendation": "taf_plan",
    "lead_professional": {"name": "Carol Ndlovu"},
    "lead_chosen_with_family": True,
    "first_taf_on": "2026-07-21",
    "parent_comments": "You wrote what I said.",
    "young_person_comments": "Put that I like reading.",
    "parent_signature": {"method": "paper", "held_at": "Alder Bank office"},
    "in_plain_words": "The wall makes Łukasz ill. Zofia does too much. We will get the wall treated.",
    "in_plain_words_translation": "Przez ścianę Łukasz choruje. Zofia robi za dużo.",
    "translator": "Ewa Sikora",
    "translated_on": "2026-07-06",
}
