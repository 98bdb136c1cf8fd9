"""Whether an agency may have what a family's file says."""

from ehdesk.rules import sharing

SCHOOL = sharing.Agency("Alder Bank Primary", "yes", "2026-06-08")
HOUSING = sharing.Agency("Harlow Beck Housing", "ask_first", "2026-06-08", "Only the damp")
LETTINGS = sharing.Agency("Tannery Lettings", "no")
GONE = sharing.Agency("CAMHS", "withdrawn", "2026-08-18")
NEVER = sharing.Agency("Piotr Zieliński", "never")
AGREED = sharing.Agreements("yes", "2026-06-08", agencies=(SCHOOL, HOUSING, LETTINGS, GONE, NEVER))


def test_what_the_family_chose_for_an_agency_decides() -> None:
    told = {one.name: sharing.may_share(AGREED, one.name).verdict for one in AGREED.agencies}
    assert told == {
        "Alder Bank Primary": "yes",
        "Harlow Beck Housing": "ask",
        "Tannery Lettings": "no",
        "CAMHS": "no",
        "Piotr Zieliński": "no",
    }


def test_an_agency_that_nobody_named_is_asked_about_first() -> None:
    answer = sharing.may_share(AGREED, "Police")
    assert answer.verdict == "ask"
    assert "does not name Police" in answer.why
    assert answer.todo


def test_a_name_is_found_however_it_is_written() -> None:
    women = sharing.Agreements("yes", agencies=(sharing.Agency("Women's Space", "no"),))
    assert sharing.may_share(women, "  women’s  SPACE ").verdict == "no"


def test_withdrawn_and_declined_stop_everything() -> None:
    for service in ("withdrawn", "declined", "no"):
        stopped = sharing.Agreements(service, agencies=(SCHOOL,))
        assert sharing.may_share(stopped, "Alder Bank Primary").verdict == "no"
        assert sharing.may_share_with_anybody(stopped).verdict == "no"


def test_a_refusal_says_what_to_do_when_a_child_could_be_harmed() -> None:
    answer = sharing.may_share(AGREED, "Tannery Lettings")
    assert "does not want Tannery Lettings to have anything" in answer.why
    assert "serious harm" in answer.todo


def test_an_agreement_that_was_to_be_renewed_is_asked_about() -> None:
    old = sharing.Agreements("yes", agencies=(SCHOOL,), renew_by="2027-06-08")
    assert sharing.may_share(old, SCHOOL.name, today="2027-06-08").verdict == "yes"
    assert sharing.may_share(old, SCHOOL.name, today="2027-06-09").verdict == "ask"


def test_limits_stand_in_the_answer() -> None:
    within = sharing.Agreements("yes", agencies=(sharing.Agency("School", "yes", limits="Not Yusuf"),))
    assert "within limits: Not Yusuf" in sharing.may_share(within, "School").why


def test_without_a_name_only_a_family_that_refused_nobody_may_be_shared() -> None:
    assert sharing.may_share_with_anybody(AGREED).verdict == "no"
    assert (
        sharing.may_share_with_anybody(sharing.Agreements("yes", agencies=(SCHOOL, HOUSING))).verdict == "yes"
    )
    assert sharing.may_share_with_anybody(sharing.Agreements()).verdict == "yes"


def test_a_family_that_was_never_asked_had_nothing_shared_without_its_word() -> None:
    assert sharing.Agreements().shared_without == 0
