"""A vault with 2,000 generated families and about 50,000 records, made once for a run."""

from dataclasses import dataclass
from pathlib import Path

from ehdesk import clock, files
from ehdesk.models import practitioner, sample, store
from ehdesk.vault import device, keyslots, opening, public
from tests.benchmarks import filled_words

FAMILIES = 2_000


@dataclass(frozen=True)
class Filled:
    """The folder of a filled vault, its keys, and how long filling it took."""

    folder: files.DataFolder
    keys: keyslots.Keys
    records: int
    seconds: float


def make(root: Path, families: int = FAMILIES) -> Filled:
    """Fill a vault with cheap key stretching; the limits leave stretching out."""
    import time

    folder = files.DataFolder(root)
    made = opening.create(
        folder, filled_words.PASSPHRASE, device=device.NoKeyring(), stretching=keyslots.Stretching.cheap()
    )
    front = public.Public(made.keys.vault_id, "Harlow Beck", "01632 960100", "01632 960200", practice=True)
    public.write(folder, front)
    begun = time.perf_counter()
    kept = store.create(
        folder, made.keys, clock.system(), me=practitioner.New("Carol Ndlovu", "Alder Bank Primary")
    )
    report = sample.fill_with_generated(kept, families, seed=1)
    seconds = time.perf_counter() - begun
    kept.backup("daily")
    kept.close()
    return Filled(folder, made.keys, sum(report.new.values()), seconds)
