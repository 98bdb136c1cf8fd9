"""Qt for Python reads no source of what is imported after it."""

import subprocess
import sys

PROGRAM = """
import sys
from ehdesk.ui import sources
assert sources.leave_unread()
import inspect
read = []
real = inspect.getsource
inspect.getsource = lambda module: read.append(module) or real(module)
import json.tool, colorsys
print(len(read), "json.tool" in sys.modules)
"""


def test_no_source_is_read_once_the_desk_has_said_so() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "True"]


def test_without_it_every_source_is_read() -> None:
    told = PROGRAM.replace("assert sources.leave_unread()", "")
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert int(ran.stdout.split()[0]) > 0
