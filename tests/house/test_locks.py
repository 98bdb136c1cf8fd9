"""What is fetched: pinned by hash, from nowhere in particular, and nothing that we must not use."""

import re

import pytest
import sqlcipher3.dbapi2

from tests.house import tracked

INSTALLER = tracked.ROOT / "installer"
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Why: GPL or needless Qt parts; a keyring that keeps secrets in plain files; other builds of SQLCipher.
FORBIDDEN = {
    *("pyside6", "pyside6-addons", "pyside6-pdf", "pyside6-webengine", "pyqtgraph", "rlbidi"),
    *("keyrings-alt", "sqlcipher3-binary", "sqlcipher3-wheels", "rotki-pysqlcipher3", "pysqlcipher3"),
}


def pinned(lock: str) -> dict[str, str]:
    """Name -> version of everything that a lock names."""
    lines = (INSTALLER / lock).read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([a-z0-9.\-]+)==([^ ;\\]+)", "\n".join(lines), re.MULTILINE))


def wanted(listing: str) -> set[str]:
    """The names that we ask for ourselves."""
    text = (INSTALLER / listing).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z0-9\-]*)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str) -> None:
    text = (INSTALLER / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_is_pinned_by_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (INSTALLER / lock).read_text(encoding="utf-8").strip())
    assert len(entries) > 20
    assert [entry[:40] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_nothing_forbidden(lock: str) -> None:
    assert FORBIDDEN & set(pinned(lock)) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_qt_is_the_release_that_does_not_crash_python_3_11(lock: str) -> None:
    assert pinned(lock)["pyside6-essentials"] == pinned(lock)["shiboken6"] == "6.11.3"


def test_the_lock_for_tests_holds_the_very_same_libraries_as_the_one_for_the_desk() -> None:
    desk, tests = (pinned(lock) for lock in LOCKS)
    assert {name: tests.get(name) for name in desk} == desk


def test_the_locks_answer_what_is_asked_for() -> None:
    assert wanted("requirements.in") <= set(pinned("requirements.lock"))
    assert wanted("requirements-dev.in") <= set(pinned("requirements-dev.lock"))


def test_sqlcipher_is_one_that_may_be_trusted_with_a_vault() -> None:
    version = tuple(int(part) for part in pinned("requirements.lock")["sqlcipher3"].split("."))
    assert version >= (0, 6, 4)
    assert sqlcipher3.dbapi2.sqlite_version_info >= (3, 51)


def test_the_readme_says_why_each_library_is_here() -> None:
    readme = (tracked.ROOT / "README.md").read_text(encoding="utf-8").lower()
    asked_for = wanted("requirements.in") | wanted("requirements-dev.in")
    assert sorted(name for name in asked_for if name not in readme) == []
