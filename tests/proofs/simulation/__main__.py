"""Play many seeds, on every core: `python -m tests.proofs.simulation --seeds 100000`."""

import argparse
import multiprocessing
import os
import sys
import time

from tests.proofs.simulation import meeting, play


def main(given: list[str] | None = None) -> int:
    """Play seeds, and tell what did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first one: where a stopped run goes on")
    parser.add_argument("--desks", type=int, default=3, help="how many there are in each")
    parser.add_argument("--operations", type=int, default=play.STEPS, help="how much happens in each")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--files", action="store_true", help="the databases are encrypted files")
    parser.add_argument("--planted", action="store_true", help="how soon each planted fault is met")
    asked = parser.parse_args(given)
    if asked.planted:
        return _meet(asked.first, min(asked.seeds, 600), asked.operations, asked.cores)
    began, broken, done = time.monotonic(), 0, 0
    seeds = range(asked.first, asked.first + asked.seeds)
    wanted = ((seed, asked.operations, asked.desks, asked.files) for seed in seeds)
    with multiprocessing.get_context("spawn").Pool(asked.cores) as pool:
        for played in pool.imap(play.one_of_many, wanted, chunksize=1 if asked.desks > 10 else 10):
            done += 1
            if played.broken:
                broken += 1
                print(f"seed {played.seed}:", *played.broken, sep="\n  ", flush=True)
            if done % 100 == 0 or asked.desks > 10:
                _tell(asked.first + done, done, broken, began)
        pool.close()
        pool.join()
    _tell(asked.first + done, done, broken, began)
    spent = os.times().children_user
    if spent:
        print(f"{done / spent:.1f} seeds in a second of one core's time", flush=True)
    return 1 if broken else 0


def _meet(first: int, most: int, steps: int, cores: int) -> int:
    """Tell after how many seeds each planted fault is met; 1 where one is not."""
    print("| Planted fault | Met in | First in seed | What showed it |\n|---|---|---|---|", flush=True)
    is_each_met = True
    for one in meeting.every(first, most, steps, cores):
        print(meeting.line(one, first), flush=True)
        is_each_met &= bool(one.seeds)
    return 0 if is_each_met else 1


def _tell(next_seed: int, done: int, broken: int, began: float) -> None:
    rate = done / (time.monotonic() - began)
    print(f"{done} seeds, {broken} broken, {rate:.1f} a second; go on with --first {next_seed}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
