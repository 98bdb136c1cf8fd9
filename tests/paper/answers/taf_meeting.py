"""The review meeting of the Kowalczyk-Hughes family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "number": 2,
    "kind": "review",
    "date": "2026-09-01",
    "times": "1pm to 2pm",
    "place": "school",
    "chair": {"name": "Carol Ndlovu"},
    "note_taker": {"name": "Priya Nair, school office"},
    "attendance": {
        "agnieszka": {
            "rank": "a",
            "person": {"name": "Agnieszka"},
            "role": "Mother",
            "invited_on": "2026-08-18",
            "attended": "came",
            "report": "not_needed",
        },
        "gareth": {
            "rank": "b",
            "person": {"name": "Gareth"},
            "role": "Father",
            "invited_on": "2026-08-18",
            "attended": "joined_remotely",
            "report": "not_needed",
        },
        "carol": {
            "rank": "c",
            "person": {"name": "Carol Ndlovu"},
            "role": "Lead professional",
            "agency": "Alder Bank Primary",
            "invited_on": "2026-08-18",
            "attended": "came",
            "report": "not_needed",
        },
        "health-visitor": {
            "rank": "d",
            "person": {"name": "Jo Marsden"},
            "role": "Health visitor",
            "agency": "Harlow Beck Health Visiting",
            "invited_on": "2026-08-18",
            "attended": "apologies",
            "report": "sent",
        },
        "womens-space": {
            "rank": "e",
            "person": {"name": "Hana Malik"},
            "role": "Support worker",
            "agency": "Women's Space",
            "invited_on": "2026-08-18",
            "attended": "no_reply",
            "report": "not_sent",
        },
        "midwife": {
            "rank": "f",
            "person": {"name": "Ruth Callender"},
            "role": "Midwife",
            "agency": "Harlow Beck Maternity",
            "invited_on": "2026-08-18",
            "attended": "came",
            "report": "not_needed",
        },
        "housing": {
            "rank": "g",
            "person": {"name": "Dean Prior"},
            "role": "Housing standards officer",
            "agency": "Harlow Beck Housing",
            "invited_on": "2026-08-18",
            "attended": "apologies",
            "report": "sent",
        },
    },
    "children": {
        "zofia": {"rank": "a", "child": "z", "took_part": "came"},
        "lukasz": {"rank": "b", "child": {"name": "Łukasz"}, "took_part": "views_brought"},
    },
    "interpreter": True,
    "access": True,
    "met_family_beforehand": True,
    "confidentiality_explained": True,
    "going_well": "The wall is treated. The routine holds on most evenings. Attendance was 86 per "
    "cent by the end of term.",
    "worries": "The wall was seventeen days late and nobody changed the plan for it. The first "
    "mornings back are on Thursday.",
    "changes_since": "How the children feel has gone from 3 to 5, school from 4 to 6, the home from 2 to 3.",
    "new_risk": False,
    "child_views": "Zofia came for the last ten minutes: the toaster is now hers and the knife is "
    "Mama’s. Łukasz said in August that the wall “coughs at night”.",
    "parent_views": "Agnieszka has had the midwife’s letter read to her and is less sick. Gareth kept "
    "the call on most evenings and joined by phone.",
    "agency_updates": {
        "housing": {
            "rank": "a",
            "agency": "Harlow Beck Housing",
            "update": "Treated on 31 August. Back in November to measure.",
        },
        "school": {
            "rank": "b",
            "agency": "Alder Bank Primary",
            "update": "The young-carer check is booked for 24 September.",
        },
    },
    "unmet_need": {
        "polish": {
            "rank": "a",
            "need": "Invitations to meetings in Polish",
            "service_lacking": "Written translation for families",
            "reason": "access_language",
        }
    },
    "level_now": "partnership_plus",
    "lead_confirmed": {"name": "Carol Ndlovu"},
    "next_step": "continue",
    "next_on": "2026-10-13",
    "feedback_offered": True,
    "copies_sent": {
        "agnieszka": {
            "rank": "a",
            "to_whom": {"name": "Agnieszka"},
            "sent_on": "2026-09-04",
            "method": "in_person",
            "format": "Polish",
        },
        "gareth": {"rank": "b", "to_whom": {"name": "Gareth"}, "method": "post", "format": "Welsh"},
    },
}
