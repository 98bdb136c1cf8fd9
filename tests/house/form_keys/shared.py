"""What several forms ask in the same words, and how a form's file here is written.

A form's file has FIELDS (by key, columns as "table/column"), VARIANTS (the keys of each stage; empty for
most), HEAD and, where the domain marks something as restricted, RESTRICTED (a set of paths; a whole
table is named by its key alone). Codes that the authority decides are ("$levels",).
"""

# A field is: kind, codes, required (or when), shown when. A condition is written "question=answer|answer".
Field = tuple[str, tuple[str, ...], bool | str, str]
# A head is: register, record, audience, who fills it, whether a family gets a copy.
Head = tuple[str, str, str, str, bool]

PAPER: dict[str, Field] = {
    "entered_from_paper": ("tick", (), False, ""),
    "paper_date": ("date", (), False, "entered_from_paper=True"),
    "typist": ("person", (), False, "entered_from_paper=True"),
    "checked_by": ("person", (), False, "entered_from_paper=True"),
}
