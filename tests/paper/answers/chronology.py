"""An event of the Kowalczyk-Hughes family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "date": {"from": "2022", "to": None},
    "people": [{"name": "Agnieszka"}, "z", {"name": "Łukasz"}],
    "category": "move_homeless",
    "event": "Agnieszka and the children moved to Harlow Beck.",
    "source": "Agnieszka",
    "source_kind": "told",
    "impact": "positive",
    "impact_text": "They felt safe for the first time",
    "third_party": "A neighbour gave them a room for the first three weeks.",
}
