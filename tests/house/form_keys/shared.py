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

# The codes of section 1, and the fourteen areas of life of F03 B5.
REFERRAL_SOURCES = (
    "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B", "5C", "5D",
    "6", "7", "8", "9", "10",
)  # fmt: skip
REPORT_GROUPS = (
    "council_early_help", "childrens_social_care", "health", "education", "voluntary", "police", "housing",
    "probation_youth_justice", "adult_services", "other",
)  # fmt: skip
DOMAINS = (
    "physical_health", "emotional", "early_dev", "education", "identity_social", "parenting",
    "relationships", "domestic_abuse", "substances", "safety_exploitation", "offending", "housing",
    "money_work", "community",
)  # fmt: skip
LANGUAGES = (
    "en", "cy", "pl", "ro", "ur", "pa", "ar", "bn", "gu", "pt", "so",
    "es", "uk", "sq", "tr", "ps", "fa", "ckb", "ti", "ta", "zh", "other",
)  # fmt: skip
