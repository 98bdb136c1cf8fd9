"""The out and in book of printed paper: what is out, what a code stands for, and where a paper is now."""

from dataclasses import dataclass
from typing import Any

from ehdesk.commands import console, opening, reference
from ehdesk.models import acts, paper_run, trail


@dataclass(frozen=True)
class Said:
    """What is to be written down of a paper: where it is now and why, and where it is kept."""

    state: paper_run.State | None = None
    why: str = ""
    held_at: str | None = None


def listed(chosen: opening.Chosen, said: str | None, *, as_json: bool) -> None:
    """The book of a family; without one, all paper that is to come back, the first expected first."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said) if said is not None else None
        found, names = desk.store.ask(_listed, family_id)
        if family_id is not None:
            desk.store.do(trail.viewed, family_id)
    if as_json:
        console.as_json({"paper": [_told(run, names) for run in found]})
        return
    if not found:
        console.say("No paper is out." if said is None else "Nothing has been printed for this family.")
        return
    rows = [
        (run.code(1), _what(run), names.get(run.family_id or "", ""), run.state, _expected(run))
        for run in found
    ]
    console.table(("First page", "Form", "Family", "Where it is", "To be back"), rows)


def of_code(chosen: opening.Chosen, code: str, said: Said, *, as_json: bool) -> None:
    """What the code of a page stands for, after writing down what is said of its paper.

    Raises: errors.PaperCodeUnreadable, PaperUnknown.
    """
    with opening.opened(chosen) as desk:
        found = desk.store.ask(paper_run.by_code, code)
        if said.state is not None:
            desk.store.do(paper_run.mark, found.run.record_id, said.state, said.why)
        if said.held_at is not None:
            desk.store.do(paper_run.keep, found.run.record_id, held_at=said.held_at)
        run = desk.store.ask(paper_run.run, found.run.record_id)
        names = desk.store.ask(paper_run.family_names, [run])
    if as_json:
        console.as_json({**_told(run, names), "page": found.page})
        return
    family = names.get(run.family_id or "", "no family yet")
    console.say(f"{_what(run)}, page {found.page} of {len(run.printed.pages)}, {family}.")
    console.say(f"Printed on {run.printed_on:%d %B %Y}. Where it is: {run.state}.")
    if run.left:
        console.say("Still to be typed in: page " + ", ".join(map(str, run.left)) + ".")
    if run.held_at:
        console.say(f"Kept at: {run.held_at}")


def _listed(read: acts.Reading, family_id: str | None) -> tuple[tuple[paper_run.Run, ...], dict[str, str]]:
    if family_id is None:
        found = paper_run.still_out(read, limit=1000)
    else:
        found = paper_run.of_family(read, family_id, limit=1000)
    return found, paper_run.family_names(read, found)


def _what(run: paper_run.Run) -> str:
    return ", ".join(part for part in (run.printed.title, run.printed.how) if part)


def _expected(run: paper_run.Run) -> str:
    on = run.printed.expected_on
    return f"{on:%d %b %Y}" if on is not None and run.state == "out" else ""


def _told(run: paper_run.Run, names: dict[str, str]) -> dict[str, Any]:
    what = run.printed
    return {
        "id": run.record_id,
        "family_id": run.family_id,
        "family": names.get(run.family_id or ""),
        "form": what.form,
        "variant": what.variant,
        "language": what.language,
        "size": what.size,
        "beside": what.beside,
        "tint": what.tint,
        "reader": what.reader,
        "filled": what.filled,
        "codes": [run.code(page) for page in range(1, len(what.pages) + 1)],
        "of_record": what.of_record,
        "printed_on": run.printed_on.isoformat(),
        "expected_on": what.expected_on.isoformat() if what.expected_on else None,
        "state": run.state,
        "entered": sorted(run.entered),
        "left": list(run.left),
        "marks": dict(run.marks),
        "held_at": run.held_at,
        "original": run.original,
    }
