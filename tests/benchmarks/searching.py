"""Finding words in 50,000 records against the index alone, asked by hand."""

from ehdesk import clock
from ehdesk.models import search, store
from ehdesk.vault import cipher
from tests.benchmarks import filled, measuring

LIMIT = 1.5
WORDS = (
    *("landlord", "drawing", "Thursday interpreter", "breakfast", "voucher", "kowal", "wójcik", "Zuzanna"),
    *("الخطيب", "اسکول", "ਬੱਚੇ", "school", "cough", "routine calmer", "football", "referral", "gas bill"),
    *("dentist", "Łucja", "nobody rung"),
)
_RAW = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 20"


def run(vault: filled.Filled, rounds: int) -> list[measuring.Result | measuring.Fact]:
    """Twenty searches a round: words of every frequency, several scripts, and beginnings of words."""
    kept = store.open_store(vault.folder, vault.keys, clock.system())
    raw = cipher.connect(vault.folder.database, vault.keys.database, read_only=True)
    asked = [search.asked(words) for words in WORDS]
    try:
        hits = sum(len(kept.ask(search.find, words)) for words in WORDS)

        def ours(_round: int) -> float:
            return measuring.timed(lambda: [kept.ask(search.find, words) for words in WORDS])

        def theirs(_round: int) -> float:
            return measuring.timed(lambda: [raw.execute(_RAW, (words,)).fetchall() for words in asked])

        pair = measuring.in_turn(ours, theirs, rounds)
    finally:
        raw.close()
        kept.close()
    each = [tuple(seconds / len(WORDS) for seconds in side) for side in pair]
    result = measuring.Result(
        f"A search over {vault.records:,} records with titles and snippets, against the bare FTS5 query",
        measuring.Side("search", each[0]),
        measuring.Side("FTS5", each[1]),
        LIMIT,
    )
    return [result, measuring.Fact("Hits that the 20 searches showed", str(hits))]
