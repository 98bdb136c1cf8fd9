"""Which page stands for which place, and how it is made.

A page is loaded when it is first opened, so that the first one after the passphrase does not wait for
all the others; `modules` names the rest, for when there is time.
"""

import importlib

from ehdesk.ui import desk

_PAGES = {
    "today": ("today", "TodayPage"),
    "caseload": ("caseload", "CaseloadPage"),
    "family": ("family_page", "FamilyPage"),
    "new_family": ("new_family_page", "new_family"),
    "new_person": ("new_family_page", "new_person"),
    "person": ("person_page", "PersonPage"),
    "episode": ("episode_page", "EpisodePage"),
    "plan": ("plan_page", "PlanPage"),
    "directory": ("directory_page", "DirectoryPage"),
    "note": ("note_page", "NotePage"),
    "form": ("form_page", "FormPage"),
    "visit": ("visit_page", "VisitPage"),
    "visits": ("visits_page", "VisitsPage"),
    "together": ("together_page", "TogetherPage"),
    "tray": ("tray_page", "TrayPage"),
    "paper": ("paper_entry_page", "PaperEntryPage"),
    "versions": ("versions_page", "VersionsPage"),
    "sync": ("sync_page", "SyncPage"),
    "help": ("help_page", "HelpPage"),
}
"""Place.page → the module in this folder and what makes the page there."""


def table() -> dict[str, desk.Factory]:
    """Place.page → factory. Settings are added by `working`, which knows what they may change."""
    return {place: _late(*where) for place, where in _PAGES.items()}


def modules() -> tuple[str, ...]:
    """What holds the pages, each once."""
    return tuple(dict.fromkeys(_path(module) for module, _name in _PAGES.values()))


def _path(module: str) -> str:
    return f"ehdesk.ui.{module}"


def _late(module: str, name: str) -> desk.Factory:
    def make(its_desk: desk.Desk, place: desk.Place) -> desk.Page:
        page: desk.Page = getattr(importlib.import_module(_path(module)), name)(its_desk, place)
        return page

    return make
