"""What every test shares: no screen, and property tests that do the same each time."""

import os

from hypothesis import settings

# Before anything imports Qt: tests draw into memory. A proof that needs a real screen sets its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
