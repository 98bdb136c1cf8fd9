"""What the benchmark writes straight into the centre's tables is what the centre writes for such acts."""

from datetime import UTC, datetime
from pathlib import Path

from ehdesk.centre import checking, people, store, tables
from ehdesk.models import enrolled
from tests.benchmarks import growing, laden


def test_the_centres_own_check_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    filled = laden.begin(tmp_path / "growing")
    desk = filled.vault.opened()
    link, me = desk.ask(enrolled.link), str(desk.me)
    desk.close()
    assert link is not None
    opened = store.open_store(filled.centre)
    sender = growing.Sender(opened, people.device_at_door(opened, link.token), link, me, filled.family)
    sender.fill(1_000)
    sender.lay_in(2_000)
    assert len(sender.fill(3_000)) == 2, "and the centre goes on from there"
    with opened.transaction(laden.AUTHORITY) as ledger:
        found = checking.check(ledger, datetime.now(UTC))
        kept = [row for row in ledger.rows(tables.act) if row.id.startswith("act-")]
    opened.close()
    assert [one.words for one in found if not one.is_sound] == []
    assert len(kept) == len({row.number for row in kept}) == len({row.content for row in kept}) == 3_000
