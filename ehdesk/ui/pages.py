"""Which page stands for which place, and how it is made."""

from ehdesk.ui import (
    caseload,
    desk,
    family_page,
    form_page,
    help_page,
    new_family_page,
    note_page,
    person_page,
    today,
    together_page,
    visit_page,
    visits_page,
)


def table() -> dict[str, desk.Factory]:
    """Place.page → factory. Settings are added by `working`, which knows what they may change."""
    return {
        "today": today.TodayPage,
        "caseload": caseload.CaseloadPage,
        "family": family_page.FamilyPage,
        "new_family": new_family_page.new_family,
        "new_person": new_family_page.new_person,
        "person": person_page.PersonPage,
        "note": note_page.NotePage,
        "form": form_page.FormPage,
        "visit": visit_page.VisitPage,
        "visits": visits_page.VisitsPage,
        "together": together_page.TogetherPage,
        "help": help_page.HelpPage,
    }
