"""What an open vault holds in memory stays out of crash dumps."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from ehdesk.vault import process
from tests.vault.made import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no core dumps; its door is faked below")
def test_a_protected_process_leaves_no_core_dump() -> None:
    program = (
        "import ctypes, resource, sys; from ehdesk.vault import process; process.protect_process()\n"
        "dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == 'linux' else 0\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), dumpable)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "(0, 0) 0\n"


def test_on_windows_no_error_report_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []

    libraries = SimpleNamespace(kernel32=SimpleNamespace(SetErrorMode=modes.append))
    monkeypatch.setattr("ehdesk.vault.process.sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr("ehdesk.vault.process.ctypes", SimpleNamespace(windll=libraries))
    process.protect_process()
    assert modes == [3]
