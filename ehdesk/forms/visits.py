"""What is asked of a planned visit: questions like those of a form, kept in a record of their own. Pure."""

from ehdesk.forms import definition

PLACES = (
    definition.Option("home", "Home"),
    definition.Option("school", "School"),
    definition.Option("hub", "Hub"),
    definition.Option("phone", "By phone or video"),
    definition.Option("other", "Somewhere else"),
)
LENGTHS = tuple(
    definition.Option(code, label)
    for code, label in (
        ("15", "15 minutes"),
        ("30", "30 minutes"),
        ("45", "45 minutes"),
        ("60", "1 hour"),
        ("90", "1 hour 30"),
        ("120", "2 hours"),
    )
)
USUAL_MINUTES = 60

VISIT = definition.Form(
    id="visit",
    version=1,
    register="",
    title="Visit",
    record="visit",
    sections=(
        definition.Section(
            "visit",
            "The visit",
            (
                definition.Question(
                    key="at",
                    kind="time",
                    label="When",
                    required=True,
                    if_missing="Enter the day and the time",
                    future_allowed=True,
                ),
                definition.Question(
                    key="what_for",
                    kind="text",
                    label="What for",
                    hint="A few words for yourself: plan to sign, tea with Dad, look at the bedroom wall",
                ),
                definition.Question(key="place", kind="single_choice", label="Where", options=PLACES),
                definition.Question(
                    key="place_text",
                    kind="text",
                    label="Which place",
                    show_when=definition.Condition("place", one_of=("school", "hub", "other")),
                ),
                definition.Question(key="minutes", kind="single_choice", label="How long", options=LENGTHS),
                definition.Question(
                    key="who", kind="person", label="Who goes", among="practitioners", prefill="me"
                ),
            ),
        ),
    ),
)
