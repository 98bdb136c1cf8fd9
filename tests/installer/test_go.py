"""Two commands on a fresh machine: what is asked, what is done and what is said when it cannot be."""

import ast
import os
import stat
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from installer import go

HERE = Path(go.__file__)


@dataclass
class Recorded:
    """What set-up did to a pretended machine: steps in order, and how it ended."""

    steps: list[list[str]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    handed_over: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    answer: str = "n"
    venvs_made: int = 0

    def execute(
        self,
        label: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        count: int = 0,
        heard: Sequence[str] = (),
    ) -> list[str]:
        self.steps.append(list(command))
        if "venv" in command:
            self.venvs_made += 1
            make_pretended_venv(Path(command[-1]))
        return []

    def ask(self, question: str) -> str:
        self.questions.append(question)
        return self.answer

    def hand_over(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
        self.handed_over, self.environment, self.folder = list(command), dict(environment), folder
        return 0

    def programs(self) -> list[str]:
        """The first words of each step, without paths."""
        return [" ".join([Path(step[0]).name, *step[1:4]]) for step in self.steps]


def make_pretended_venv(folder: Path) -> None:
    """A folder whose Python is the one that runs these tests."""
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)


@pytest.fixture
def done() -> Recorded:
    return Recorded()


@pytest.fixture
def laptop(tmp_path: Path, done: Recorded) -> go.Machine:
    """A Linux laptop with a screen and every library, where nothing was set up yet."""
    (tmp_path / "installer").mkdir()
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / "installer" / name).write_text(
            "zxcvbn==4.5.0 \\\n    --hash=sha256:00\n", encoding="utf-8"
        )
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return go.Machine(
        system="linux",
        environment={"DISPLAY": ":0", "PATH": os.environ["PATH"]},
        is_root=False,
        has_terminal=False,
        root=tmp_path,
        loads=lambda library: True,
        which=lambda program: f"/usr/bin/{program}" if program != "python3" else sys.executable,
        has_module=lambda name: True,
        ask=done.ask,
        execute=done.execute,
        hand_over=done.hand_over,
    )


@pytest.fixture
def bare(laptop: go.Machine) -> go.Machine:
    """The same with nothing but Python."""
    return replace(laptop, loads=lambda library: False, has_module=lambda name: False)


WINDOW_PACKAGES = [*go.DRAWING.values(), *go.WINDOW.values(), "python3-venv"]


# Python itself


def start_as(version: tuple[int, int, int], *arguments: str, path: str) -> subprocess.CompletedProcess[str]:
    """Start go.py in a Python that takes itself for another version."""
    pretend = (
        f"import sys; sys.version_info = {version!r}; sys.argv = {[str(HERE), *arguments]!r};"
        f"exec(compile(open({str(HERE)!r}).read(), 'go.py', 'exec'), {{'__name__': '__main__'}})"
    )
    command = [sys.executable, "-c", pretend]
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": path}, check=False)


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (3, 15, 0)])
def test_a_python_that_will_not_do_is_told_in_one_line(version: tuple[int, int, int], tmp_path: Path) -> None:
    told = start_as(version, "run", path=str(tmp_path))
    assert told.returncode == 1
    (line,) = told.stderr.splitlines()
    assert line.startswith(f"ehdesk needs Python 3.11 to 3.14; this is Python 3.{version[1]}. ")


def test_the_file_is_readable_by_python_3_6_so_that_it_can_say_so() -> None:
    assert ast.parse(HERE.read_text(encoding="utf-8"), feature_version=(3, 6)).body


def test_a_newer_python_beside_the_old_one_is_used(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\necho "used for: $2 $3 $4"\n', encoding="utf-8")
    newer.chmod(newer.stat().st_mode | stat.S_IXUSR)
    told = start_as((3, 9, 2), "run", "--", "forms", path=str(tmp_path))
    assert told.stdout == "used for: run -- forms\n"


# The system's libraries


def test_a_bare_machine_needs_these_packages_to_open_a_window(bare: go.Machine) -> None:
    assert go.missing_packages(bare, "run", []) == WINDOW_PACKAGES


def test_a_wayland_desktop_needs_three_more(bare: go.Machine) -> None:
    wayland = replace(bare, environment={"WAYLAND_DISPLAY": "wayland-0"})
    assert set(go.missing_packages(wayland, "run", [])) - set(WINDOW_PACKAGES) == set(go.WAYLAND.values())


def test_the_commands_need_no_window(bare: go.Machine) -> None:
    drawing = [*go.DRAWING.values(), "python3-venv"]
    assert go.missing_packages(bare, "run", ["forms"]) == drawing
    assert go.missing_packages(bare, "run", ["demo", "--offscreen", "pictures"]) == drawing


def test_the_tests_open_a_real_window_and_so_need_all_that_a_window_needs(bare: go.Machine) -> None:
    headless = replace(bare, environment={"QT_QPA_PLATFORM": "offscreen"})
    *window, venv = WINDOW_PACKAGES
    assert go.missing_packages(headless, "test", []) == [*window, "at-spi2-core", venv]


def test_a_proof_may_bring_a_package_of_its_own(bare: go.Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(go.TEST_PACKAGES, "Xvfb", "xvfb")
    without = replace(bare, which=lambda program: None)
    assert "xvfb" in go.missing_packages(without, "test", [])
    assert "xvfb" not in go.missing_packages(without, "run", [])


def test_another_python_than_the_systems_needs_its_own_venv_package(bare: go.Machine) -> None:
    other = replace(bare, which=lambda program: "/usr/bin/another-python3")
    assert go.missing_packages(other, "test", [])[-1] == f"python3.{sys.version_info[1]}-venv"


def test_a_machine_that_has_all_is_asked_nothing(laptop: go.Machine, done: Recorded) -> None:
    assert go.main(["run"], laptop) == 0
    assert not done.questions
    assert not any("apt-get" in step for step in done.steps)


def test_root_without_a_terminal_installs_without_asking(bare: go.Machine, done: Recorded) -> None:
    assert go.main(["run"], replace(bare, is_root=True)) == 0
    assert not done.questions
    assert done.steps[0] == ["apt-get", "update"]
    assert done.steps[1] == ["apt-get", "install", "-y", "--no-install-recommends", *WINDOW_PACKAGES]


def test_somebody_else_without_a_terminal_is_given_the_exact_line(
    bare: go.Machine, done: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    assert go.main(["run"], bare) == 1
    assert not done.steps
    line = capsys.readouterr().err.splitlines()[-1]
    assert line == (
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        + " ".join(WINDOW_PACKAGES)
    )


def test_at_a_terminal_no_means_that_nothing_is_touched(
    bare: go.Machine, done: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    assert go.main(["run"], replace(bare, has_terminal=True)) == 1
    assert len(done.questions) == 1
    assert not done.steps
    assert "Nothing was installed" in capsys.readouterr().err


@pytest.mark.parametrize(("is_root", "first"), [(True, "apt-get"), (False, "sudo")])
def test_at_a_terminal_yes_installs(bare: go.Machine, done: Recorded, is_root: bool, first: str) -> None:
    done.answer = "y"
    assert go.main(["run"], replace(bare, has_terminal=True, is_root=is_root)) == 0
    assert [step[0] for step in done.steps[:2]] == [first, first]


def test_a_system_without_apt_is_told_what_to_look_for(
    bare: go.Machine, done: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    assert go.main(["test"], replace(bare, which=lambda program: None, is_root=True)) == 1
    assert not done.steps
    assert "libegl1" in capsys.readouterr().err


# The screen


@pytest.mark.parametrize("passed_on", [[], ["--", "--data", "somewhere"], ["--", "demo"]])
def test_with_no_screen_run_explains_itself_and_points_to_the_demo(
    laptop: go.Machine, done: Recorded, capsys: pytest.CaptureFixture[str], passed_on: list[str]
) -> None:
    assert go.main(["run", *passed_on], replace(laptop, environment={})) == 1
    assert not done.steps
    assert "python3 installer/go.py run -- demo --offscreen DIR" in capsys.readouterr().err


@pytest.mark.parametrize(
    "passed_on",
    [["--help"], ["forms"], ["demo", "--offscreen", "pictures"], ["--version"], ["demo", "--help"]],
)
def test_what_opens_no_window_runs_with_no_screen(
    laptop: go.Machine, done: Recorded, passed_on: list[str]
) -> None:
    assert go.main(["run", "--", *passed_on], replace(laptop, environment={})) == 0
    assert done.handed_over[1:] == ["-m", "ehdesk", *passed_on]


def test_a_chosen_way_of_drawing_is_respected(bare: go.Machine) -> None:
    chosen = replace(bare, environment={"QT_QPA_PLATFORM": "offscreen"})
    assert not go.lacks_screen(chosen, [])
    assert "libxcb-cursor0" not in go.missing_packages(chosen, "run", [])


# Other systems: their doors are tried here with pretended platforms, not on the systems themselves


def never(name: str) -> bool:
    """A question that should not be asked."""
    raise AssertionError(name)


@pytest.mark.parametrize(("system", "python"), [("darwin", "bin/python"), ("win32", "Scripts/python.exe")])
def test_macos_and_windows_need_no_system_libraries_and_have_a_screen(
    laptop: go.Machine, done: Recorded, system: str, python: str
) -> None:
    other = replace(laptop, system=system, environment={}, loads=never, has_module=never)
    assert go.main(["run", "--", "--data", "x"], other) == 0
    assert done.handed_over == [str(other.root / ".venv" / python), "-m", "ehdesk", "--data", "x"]
    assert [step[0] for step in done.steps] == [sys.executable, str(other.python), str(other.python)]


def test_windows_waits_for_the_desk_and_gives_its_exit_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[list[str], dict[str, str], Path]] = []

    def call(command: list[str], env: dict[str, str], cwd: Path) -> int:
        calls.append((command, env, cwd))
        return 3

    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(subprocess, "call", call)
    status = go.hand_over(["python.exe", "-m", "ehdesk"], {"A": "b"}, tmp_path)
    monkeypatch.undo()
    assert (status, calls) == (3, [(["python.exe", "-m", "ehdesk"], {"A": "b"}, tmp_path)])


def test_elsewhere_set_up_becomes_the_desk_with_its_folder_and_exit_status(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from installer import go; go.hand_over([sys.executable, '-c',"
        f"'import os; print(os.getcwd()); raise SystemExit(7)'], {{}}, Path({str(tmp_path)!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=go.ROOT, check=False
    )
    assert (ran.returncode, ran.stdout.strip()) == (7, str(tmp_path))


# .venv


def test_the_first_time_makes_venv_and_takes_only_what_the_lock_names(
    laptop: go.Machine, done: Recorded
) -> None:
    assert go.main(["run"], laptop) == 0
    make, fetch, own = done.steps
    assert make == [sys.executable, "-m", "venv", "--clear", str(laptop.venv)]
    assert {"--require-hashes", "--no-cache-dir", "--only-binary=:all:"} <= set(fetch)
    assert fetch[-2:] == ["-r", str(laptop.root / "installer" / "requirements.lock")]
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(own)
    assert own[-2:] == ["--editable", str(laptop.root)]


def test_the_second_time_does_nothing_but_start(laptop: go.Machine, done: Recorded) -> None:
    go.main(["run"], laptop)
    done.steps.clear()
    assert go.main(["run", "--", "forms"], laptop) == 0
    assert not done.steps
    assert done.handed_over == [str(laptop.python), "-m", "ehdesk", "forms"]


def test_what_was_fetched_for_the_tests_serves_the_desk_but_not_the_other_way(
    laptop: go.Machine, done: Recorded
) -> None:
    go.main(["run"], laptop)
    go.main(["test"], laptop)
    assert done.steps[-2][-1].endswith("requirements-dev.lock")
    done.steps.clear()
    go.main(["run"], laptop)
    assert not done.steps


def test_a_changed_lock_is_installed(laptop: go.Machine, done: Recorded) -> None:
    go.main(["run"], laptop)
    done.steps.clear()
    lock = laptop.root / "installer" / "requirements.lock"
    lock.write_text("zxcvbn==4.6.0 \\\n    --hash=sha256:01\n", encoding="utf-8")
    go.main(["run"], laptop)
    assert [step[2:4] for step in done.steps] == [["pip", "install"], ["pip", "install"]]


@pytest.mark.parametrize("break_it", ["no python", "no stamp", "spoiled stamp", "python that fails"])
def test_a_broken_venv_is_mended(
    laptop: go.Machine, done: Recorded, capsys: pytest.CaptureFixture[str], break_it: str
) -> None:
    go.main(["run"], laptop)
    done.steps.clear()
    if break_it == "no python":
        laptop.python.unlink()
    elif break_it == "no stamp":
        (laptop.venv / go.STAMP).unlink()
    elif break_it == "spoiled stamp":
        (laptop.venv / go.STAMP).write_bytes(b"\x00\xff")
    else:
        laptop.python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert go.main(["run"], laptop) == 0
    said = "Making it anew" in capsys.readouterr().out
    assert said == (break_it in ("no python", "python that fails"))
    assert any("--require-hashes" in step for step in done.steps)


def test_a_set_up_that_was_broken_off_is_not_taken_for_done(laptop: go.Machine, done: Recorded) -> None:
    def fail(label: str, command: Sequence[str], *rest: object, **more: object) -> list[str]:
        if "--require-hashes" in command:
            raise go.Stopped(go.OFFLINE)
        return done.execute(label, command, {})

    assert go.main(["run"], replace(laptop, execute=fail)) == 1
    assert not done.handed_over
    assert go.main(["run"], laptop) == 0
    assert any("--require-hashes" in step for step in done.steps)


def test_tests_draw_into_memory_and_run_from_the_checkout(laptop: go.Machine, done: Recorded) -> None:
    assert go.main(["test", "--", "-x", "tests/house"], replace(laptop, environment={})) == 0
    assert done.handed_over[1:] == ["-m", "pytest", "-x", "tests/house"]
    assert done.environment["QT_QPA_PLATFORM"] == "offscreen"
    assert done.folder == laptop.root


def test_settings_that_would_send_files_elsewhere_are_not_passed_on(
    laptop: go.Machine, done: Recorded
) -> None:
    stray = {"PYTHONPATH": "/elsewhere", "PIP_TARGET": "/elsewhere", "PIP_USER": "1", "HTTPS_PROXY": "proxy"}
    go.main(["run", "--", "forms"], replace(laptop, environment=stray))
    assert done.environment == {"HTTPS_PROXY": "proxy"}


# What is said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        (
            "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError'",
            "No connection",
        ),
        ("E: Failed to fetch somewhere  Temporary failure resolving 'somewhere'", "No connection"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the file that the lock",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "PIP_CERT"),
        ("ERROR: No matching distribution found for uharfbuzz==0.57.0", "no build for this kind of machine"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "Another program"),
        ("error: something nobody foresaw", "A step failed: error: something nobody foresaw"),
    ],
)
def test_a_step_that_fails_is_explained_in_one_line(
    laptop: go.Machine, capfd: pytest.CaptureFixture[str], said: str, told: str
) -> None:
    fails = [sys.executable, "-c", f"print('getting on'); print({said!r}); raise SystemExit(1)"]

    def execute(label: str, command: Sequence[str], *rest: object, **more: object) -> list[str]:
        return go.execute("A step", fails, dict(os.environ))

    assert go.main(["run"], replace(laptop, execute=execute)) == 1
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert told in lines[0]


def test_a_failed_install_is_explained_by_the_update_before_it(bare: go.Machine) -> None:
    with pytest.raises(go.Stopped, match="No connection"):
        go.execute(
            "Installing",
            [sys.executable, "-c", "print('E: Unable to locate package libegl1'); raise SystemExit(100)"],
            dict(os.environ),
            heard=["W: Failed to fetch the list"],
        )


def test_a_folder_that_cannot_be_written_is_explained_in_one_line(
    laptop: go.Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*rest: object, **more: object) -> list[str]:
        raise PermissionError(13, "Permission denied", ".venv")

    assert go.main(["run"], replace(laptop, execute=refuse)) == 1
    assert capsys.readouterr().err.splitlines() == [go.MEANINGS["Permission denied"]]


def test_stopping_by_hand_leaves_one_line(laptop: go.Machine, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*rest: object, **more: object) -> list[str]:
        raise KeyboardInterrupt

    assert go.main(["run"], replace(laptop, execute=interrupted)) == 130
    assert "Start again at any time" in capsys.readouterr().err


def test_a_registry_that_does_not_answer_is_told_by_the_real_pip(laptop: go.Machine) -> None:
    """The whole of it: pip, which really cannot reach anything, and what is made of its words."""
    lock = laptop.root / "installer" / "requirements.lock"
    pip = [sys.executable, "-m", "pip", "install", "--retries=1", "--require-hashes", "-r", str(lock)]
    nowhere = {"PIP_INDEX_URL": "http" + "://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    with pytest.raises(go.Stopped, match="No connection to the package registry"):
        go.execute("Fetching", [*pip, "--no-cache-dir", f"--target={laptop.root / 'nowhere'}"], nowhere)


def test_a_long_step_tells_how_far_it_is_and_how_long_it_took(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = iter([0.0, 5.0, 11.0, 15.0, 24.4])
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    progress = go.Progress("Fetching")
    for so_far in ("3 of 60, ", "20 of 60, ", "30 of 60, "):
        progress.show(so_far)
    progress.end()
    assert capsys.readouterr().out == "Fetching: 20 of 60, 11 s \nFetching: 24 s\n"


def test_a_short_step_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    said = go.execute("Quick", [sys.executable, "-c", "print('done')"], dict(os.environ))
    assert said == ["done"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["fly"], 2), (["--help"], 0)])
def test_other_words_show_how_it_is_used(
    laptop: go.Machine, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int
) -> None:
    assert go.main(arguments, laptop) == status
    assert "python3 installer/go.py test" in capsys.readouterr().out


def test_the_build_machine_runs_what_a_newcomer_types() -> None:
    script = (go.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 installer/go.py test" in script
    assert os.access(go.ROOT / ".ci" / "run", os.X_OK)
