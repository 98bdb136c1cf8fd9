"""A family in a real vault whose mother and child live where the father must not know, and what to hide."""

from typing import Any

from ehdesk.models import family, form, person
from tests import building

SECRETS = {
    "street": "Quillfeather",
    "code": "ZZ7 3QX",
    "number": "960 447",
    "school": "Sedgewick Moss",
    "partner": "Zebrowski",
    "view": "ptarmigan",
    "apart": "osierholt",
    "warning": "wrenfallow",
}


def address() -> dict[str, Any]:
    return {
        "home": {
            "rank": "a",
            "type": "home",
            "line_1": "12 Quillfeather Street",
            "town": "Osierham",
            "postcode": "ZZ7 3QX",
        }
    }


class Split:
    """A family whose mother and child live where the father must not know, with whom he must not know."""

    def __init__(self, desk: building.Desk) -> None:
        self.family = desk.do(family.open_family, name="Kowalczyk-Hughes")

        def add(answers: dict[str, Any], **restricted: Any) -> str:
            return desk.do(person.add_person, self.family, answers, restricted)

        self.father = add(
            {"given_names": "Gareth", "family_name": "Hughes", "role": "parent_or_carer", "lives_here": False}
        )
        hidden = {"address_confidential_from": [self.father], "protected_addresses": address()}
        self.mother = add(
            {"given_names": "Agnieszka", "family_name": "Kowalczyk", "role": "parent_or_carer"},
            contact_warning=f"Never call: {SECRETS['warning']}",
            protected_phones={"m": {"rank": "a", "number": "01632 960 447"}},
            **hidden,
        )
        self.child = add(
            {
                "given_names": "Zofia",
                "family_name": "Hughes",
                "role": "child",
                "dob": "2017-03-14",
                "setting": "Sedgewick Moss Academy",
            },
            **hidden,
        )
        self.partner = add(
            {"given_names": "Tomasz", "family_name": "Zebrowski", "role": "household"},
            protected_addresses=address(),
        )
        self.adults = {
            "a": {"rank": "a", "adult": self.mother, "views": "I never told him: ptarmigan"},
            "b": {"rank": "b", "adult": self.father, "views": "I would like to see her more."},
        }
        self.part_b = self._part_b(desk)

    def _part_b(self, desk: building.Desk) -> str:
        answers: dict[str, Any] = {
            "adults": self.adults,
            "children": {"a": {"rank": "a", "child": self.child, "seen": True, "own_words": "I like buses."}},
            "history": "Since May they have lived in Quillfeather St, with Tomasz.",
            "good_looks_like": "Zofia sees both of them, and sleeps.",
            "needs": {"n": {"rank": "a", "statement": "Sleep", "people": [self.child, self.partner]}},
            "agencies_asked": {
                "s": {"rank": "a", "agency": "Sedgewick Moss Academy", "information": "She settles."},
                "g": {"rank": "b", "agency": "The surgery", "information": "All jabs are done."},
            },
            "domestic_abuse_need": "significant",
            "domestic_abuse_worries": "He waited outside: osierholt",
        }
        return str(desk.do(form.start, "eha_part_b", family_id=self.family, answers=answers))
