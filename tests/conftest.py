"""What every test shares: no screen, property tests that do the same each time, the order of sets told."""

import os

import pytest
from hypothesis import settings

# Before anything imports Qt: tests draw into memory. A proof that needs a real screen sets its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_configure(config: pytest.Config) -> None:
    """The processes that share the tests put sets in the same order in each run, unless one is asked for."""
    if not hasattr(config, "workerinput"):
        os.environ.setdefault("PYTHONHASHSEED", "0")


def pytest_report_header() -> str:
    """What repeats a run in which something hung on the order of a set."""
    return f"PYTHONHASHSEED={os.environ['PYTHONHASHSEED']} (of the processes that share the tests)"
