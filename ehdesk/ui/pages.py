"""Which page stands for which place, and how it is made."""

from ehdesk.ui import (
    caseload,
    desk,
    directory_page,
    episode_page,
    family_page,
    form_page,
    new_family_page,
    note_page,
    person_page,
    today,
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
        "episode": episode_page.EpisodePage,
        "directory": directory_page.DirectoryPage,
        "note": note_page.NotePage,
        "form": form_page.FormPage,
    }
