"""The codes by which a person is described, with their words: the same on screen, paper and in bundles.

Sources: children in need census (ethnicity, disability, sex); NHS data dictionary (number status).
"""

from ehdesk.forms.definition import Option


def _options(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, label) for code, label in pairs)


SEX = _options(("F", "Female"), ("M", "Male"), ("U", "Not known"))
ETHNICITY = _options(
    ("WBRI", "White British"),
    ("WIRI", "White Irish"),
    ("WIRT", "Traveller of Irish heritage"),
    ("WROM", "Gypsy or Roma"),
    ("WOTH", "Other White"),
    ("MWBC", "White and Black Caribbean"),
    ("MWBA", "White and Black African"),
    ("MWAS", "White and Asian"),
    ("MOTH", "Other mixed"),
    ("AIND", "Indian"),
    ("APKN", "Pakistani"),
    ("ABAN", "Bangladeshi"),
    ("CHNE", "Chinese"),
    ("AOTH", "Other Asian"),
    ("BCRB", "Black Caribbean"),
    ("BAFR", "Black African"),
    ("BOTH", "Other Black"),
    ("OOTH", "Any other group"),
    ("REFU", "They would rather not say"),
    ("NOBT", "Not asked yet"),
)
ETHNICITY_SOURCE = _options(
    ("self", "They said so themselves"), ("parent", "A parent said so"), ("observed", "Only observed")
)
DISABILITY = _options(
    ("NONE", "None"),
    ("MOB", "Getting about"),
    ("HAND", "Using their hands"),
    ("PC", "Personal care"),
    ("INC", "Continence"),
    ("COMM", "Communication"),
    ("LD", "Learning"),
    ("HEAR", "Hearing"),
    ("VIS", "Sight"),
    ("BEH", "Behaviour"),
    ("CON", "Consciousness"),
    ("AUT", "Autism"),
    ("DDA", "Another disability"),
)
FORMATS = _options(
    ("large_print", "Large print"),
    ("easy_read", "Easy read"),
    ("audio", "Audio"),
    ("braille", "Braille"),
    ("coloured_paper", "Coloured paper"),
    ("read_aloud", "Read aloud"),
    ("email", "Email"),
)
NHS_STATUS = _options(
    ("verified", "Checked with the NHS"),
    ("given_by_family", "Given by the family"),
    ("unverified", "Not checked"),
)
SEN = _options(
    ("none", "None"),
    ("sen_support", "SEN support"),
    ("ehc_plan", "Education, health and care plan"),
    ("applied", "Applied for"),
    ("unknown", "Not known"),
)
EXISTING_PLAN = _options(
    ("none", "None"),
    ("ehc", "Education, health and care plan"),
    ("cin", "Child in need"),
    ("cp", "Child protection"),
    ("looked_after", "Looked after"),
    ("youth_justice", "Youth justice"),
    ("unknown", "Not known"),
)
SAFE_TO = _options(
    ("call", "Call"),
    ("voicemail", "Leave a voicemail"),
    ("text", "Send a text"),
    ("post", "Write by post"),
    ("email", "Send an email"),
    ("visit", "Visit"),
)
ADDRESS_TYPES = _options(
    ("home", "Home"),
    ("temporary", "Temporary"),
    ("no_fixed_abode", "No fixed abode"),
    ("school", "School"),
    ("other", "Other"),
)
STAY = _options(("all_the_time", "All the time"), ("part_of_the_time", "Part of the time"))
REPORT_GROUPS = _options(
    ("council_early_help", "Council early help"),
    ("childrens_social_care", "Children’s social care"),
    ("health", "Health"),
    ("education", "Education"),
    ("voluntary", "Voluntary"),
    ("police", "Police"),
    ("housing", "Housing"),
    ("probation_youth_justice", "Probation and youth justice"),
    ("adult_services", "Adult services"),
    ("other", "Other"),
)
