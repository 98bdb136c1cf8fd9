"""F03, Part B. Source: domain, section 2, F03 B1 to B12."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F03", "part_b", "file", "practitioner", True)
VARIANTS: dict[str, set[str]] = {}


def _area(key: str) -> dict[str, Field]:
    """The block of B5 for one area: what is not discussed is one tap, scores only where there is a need."""
    talked = f"{key}_need not not_discussed"
    needed = f"{key}_need=some|significant"
    return {
        f"{key}_need": ("single_choice", ("no_need", "some", "significant", "not_discussed"), False, ""),
        f"{key}_strengths": ("long_text", (), False, talked),
        f"{key}_worries": ("long_text", (), False, talked),
        f"{key}_family_wants": ("long_text", (), False, talked),
        f"{key}_evidence_from": (
            "multiple_choice",
            ("child", "parent", "seen", "agency", "record"),
            False,
            talked,
        ),
        f"{key}_score_family": ("scale", (), False, needed),
        f"{key}_score_worker": ("scale", (), False, needed),
    }


FIELDS: dict[str, Field] = {
    "started_on": ("date", (), True, ""),
    "completed_on": ("date", (), True, ""),
    "contacts": ("table", (), True, ""),
    "contacts/date": ("date", (), True, ""),
    "contacts/who": ("people", (), False, ""),
    "contacts/place": ("single_choice", ("home", "school", "hub", "other"), False, ""),
    "contacts/seen_alone": ("yes_no", (), False, ""),
    "contacts/method": ("text", (), False, ""),
    "children": ("table", (), True, ""),
    "children/child": ("person", (), True, ""),
    "children/seen": ("yes_no", (), True, ""),
    "children/why_not": ("text", (), True, "seen=False"),
    "children/how_heard": (
        "multiple_choice",
        ("talk", "play_draw", "worksheet", "observation", "advocate", "letter", "other"),
        False,
        "",
    ),
    "children/own_words": ("long_text", (), True, ""),
    "children/daily_life": ("long_text", (), True, ""),
    "children/wishes": ("long_text", (), False, ""),
    "children/important_people": ("long_text", (), False, ""),
    "children/likes_achievements": ("long_text", (), False, ""),
    "adults": ("table", (), True, ""),
    "adults/adult": ("person", (), True, ""),
    "adults/views": ("long_text", (), True, ""),
    "absent_parent": ("yes_no", (), True, ""),
    "absent_parent_view": ("long_text", (), True, "absent_parent=True"),
    "history": ("long_text", (), True, ""),
    **{path: field for area in shared.DOMAINS for path, field in _area(area).items()},
    "agencies_asked": ("table", (), False, ""),
    "agencies_asked/agency": ("agency", (), False, ""),
    "agencies_asked/asked": ("date", (), False, ""),
    "agencies_asked/answered": ("date", (), False, ""),
    "agencies_asked/information": ("long_text", (), False, ""),
    "agencies_asked/third_party": ("tick", (), False, ""),
    "agencies_asked/third_party_information": ("long_text", (), False, "third_party=True"),
    "tools": ("table", (), False, ""),
    "tools/tool": ("text", (), False, ""),
    "tools/date": ("date", (), False, ""),
    "tools/score": ("text", (), False, ""),
    "tools/stored_where": ("text", (), False, ""),
    "analysis": ("table", (), True, ""),
    "analysis/child": ("person", (), True, ""),
    "analysis/impact": ("long_text", (), True, ""),
    "if_no_change": ("long_text", (), True, ""),
    "good_looks_like": ("long_text", (), True, ""),
    **dict.fromkeys(("why_now", "protective", "risk", "different_views"), ("long_text", (), False, "")),
    **{
        f"{key}_different_for": ("text", (), False, f"{key} answered")
        for key in ("why_now", "protective", "risk", "different_views")
    },
    "scale_safety": ("scale", (), False, ""),
    "level": ("single_choice", ("$levels",), True, ""),
    "level_reason": ("long_text", (), True, ""),
    "family_agrees": ("yes_no_unknown", (), False, ""),
    "needs": ("table", (), True, ""),
    "needs/statement": ("text", (), True, ""),
    "needs/people": ("people", (), False, ""),
    "needs/domain": ("single_choice", shared.DOMAINS, False, ""),
    "needs/sf": ("single_choice", tuple(f"SF{number}" for number in range(1, 11)), False, ""),
    "needs/priority": ("single_choice", ("1", "2", "3"), False, ""),
    "needs/baseline": ("text", (), False, ""),
    "recommendation": (
        "single_choice",
        ("taf_plan", "single_service_plan", "advice_and_close", "refer_up"),
        True,
        "",
    ),
    "lead_professional": ("person", (), True, ""),
    "lead_chosen_with_family": ("yes_no", (), False, ""),
    "first_taf_on": ("date", (), False, "recommendation=taf_plan"),
    "parent_comments": ("long_text", (), False, ""),
    "young_person_comments": ("long_text", (), False, ""),
    "parent_signature": ("signature", (), False, ""),
    "young_person_signature": ("signature", (), False, ""),
    "in_plain_words": ("long_text", (), False, ""),
    "in_plain_words_translation": ("long_text", (), False, "in_plain_words answered"),
    "translator": ("text", (), False, "in_plain_words_translation answered"),
    "translated_on": ("date", (), False, "in_plain_words_translation answered"),
    **shared.PAPER,
}

RESTRICTED = {
    *_area("domestic_abuse"),
    "agencies_asked/third_party",
    "agencies_asked/third_party_information",
}
