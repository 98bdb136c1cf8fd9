"""Small faults planted in the code, one at a time: does a test notice? `python -m tests.proofs.mutants`.

For each group 20 faults are drawn with a fixed seed: a comparison turned round, `and` for `or`, a `not`
left out, a number one higher, yes for no. The nearest tests run against a copy of the house with that one
fault in it. A fault that no test notices has survived, and is a test to be written. `--only merge` runs a
group, `--seed 7` draws others, `--write` puts the result into docs/proofs.md. One process at a time, at the
lowest priority.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs" / "proofs.md"
BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
SEED, EACH, PATIENCE_SECONDS = 20261126, 20, 1_200

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Files that belong together, and the tests that stand nearest to them."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Mutant:
    """One fault: the file, the line, what it says now, and the whole file with it."""

    file: str
    line: int
    says: str
    source: str


GROUPS = (
    Group("merge", ("ehdesk/rules/merge.py",), ("tests/rules/test_merge.py",)),
    Group("sharing", ("ehdesk/rules/sharing.py",), ("tests/rules/test_sharing.py",)),
    Group(
        "forms",
        ("ehdesk/forms/answers.py", "ehdesk/forms/judging.py", "ehdesk/forms/showing.py"),
        ("tests/forms/test_answers.py", "tests/forms/test_checks.py", "tests/forms/test_budget.py"),
    ),
    Group(
        "settling",
        ("ehdesk/rules/settling.py", "ehdesk/rules/rights.py", "ehdesk/rules/ties.py"),
        ("tests/rules/test_settling.py", "tests/rules/test_rights.py", "tests/rules/test_ties.py"),
    ),
    Group(
        "centre",
        tuple(
            f"ehdesk/centre/{name}.py"
            for name in ("plain", "batch", "draft", "exchange", "epochs", "standing")
        ),
        (
            *(
                f"tests/centre/test_{name}.py"
                for name in ("exchange", "seen", "plain", "idle", "standing", "checking", "desk_and_staff")
            ),
            *("tests/centre/test_sealed_acts.py", "tests/sync/test_restored_after_withdrawal.py"),
            *("tests/proofs/simulation/test_planted.py",),
        ),
    ),
    Group(
        "desk",
        (
            *("ehdesk/sync/engine.py", "ehdesk/sync/batches.py", "ehdesk/sync/receipts.py"),
            *("ehdesk/models/enrolled.py", "ehdesk/models/quiet.py", "ehdesk/models/withdrawn.py"),
        ),
        (
            *(
                f"tests/sync/test_{name}.py"
                for name in (
                    "engine",
                    "batches",
                    "sent_ahead",
                    "moved_meanwhile",
                    "asked_once",
                    "many_at_once",
                )
            ),
            *("tests/sync/test_restored_after_withdrawal.py", "tests/proofs/simulation/test_planted.py"),
            *("tests/sync/test_any_order_for_real.py", "tests/sync/test_set_wise.py"),
        ),
    ),
    Group(
        "vault", tuple(sorted(str(p.relative_to(HOUSE)) for p in (HOUSE / "ehdesk/vault").glob("*.py"))), ()
    ),
)

ALIKE = {
    ("ehdesk/vault/passphrase.py", "6  ->  7"): "2 to the 6th is longer than the longest wait already",
    (
        "ehdesk/models/enrolled.py",
        "newest > place.cursor  ->  newest >= place.cursor",
    ): "the place that is kept again is the one that was kept",
    (
        "ehdesk/vault/journal.py",
        "os.truncate in os.supports_fd  ->  os.truncate not in os.supports_fd",
    ): "by its descriptor or by its path, the same file is cut (Windows knows only the path)",
}
"""Faults that nobody could notice, as they change nothing that anybody sees; and why."""


def main() -> int:
    """Plant them; status 1 when one survived."""
    asked = argparse.ArgumentParser(prog="python -m tests.proofs.mutants")
    asked.add_argument("--only", choices=[group.name for group in GROUPS], action="append")
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    os.nice(19)
    told: list[tuple[Group, Mutant, bool]] = []
    with tempfile.TemporaryDirectory(prefix="ehdesk-mutants-") as folder:
        there = _copy_of_the_house(Path(folder))
        for group in GROUPS:
            if given.only and group.name not in given.only:
                continue
            for mutant in drawn(group, given.seed):
                killed = bool(why(mutant)) or is_killed(there, group, mutant)
                told.append((group, mutant, killed))
                said = "alike   " if why(mutant) else "killed  " if killed else "SURVIVED"
                sys.stdout.write(f"{said} {mutant.file}:{mutant.line}: {mutant.says}\n")
                sys.stdout.flush()
    if given.write:
        _keep(page(told, given.seed))
    return 0 if all(killed for _group, _mutant, killed in told) else 1


def drawn(group: Group, seed: int) -> list[Mutant]:
    """The same 20 faults for a seed each time, as long as the files stay as they are."""
    every = [mutant for file in group.files for mutant in mutants(file, (HOUSE / file).read_text("utf-8"))]
    return random.Random(seed).sample(every, min(EACH, len(every)))


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Every fault that can be planted in a file."""
    whole = ast.parse(source)
    for at, node in enumerate(_places(whole)):
        other = copy.deepcopy(whole)
        changed = _places(other)[at]
        _turn(changed)
        yield Mutant(
            file, node.lineno, f"{ast.unparse(node)}  ->  {ast.unparse(changed)}", ast.unparse(other)
        )


def _places(tree: ast.AST) -> list[ast.expr]:
    skipped = {id(inner) for note in _annotations(tree) for inner in ast.walk(note)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and id(node) not in skipped and _turns(node)
    ]


def _annotations(tree: ast.AST) -> Iterator[ast.AST]:
    """Types, and what stands above a class or function: a record that is not frozen does nothing else."""
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if isinstance(getattr(node, name, None), ast.AST):
                yield getattr(node, name)
        yield from getattr(node, "decorator_list", ())


def _turns(node: ast.expr) -> bool:
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in _TURNED
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int)
    return isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def _turn(node: ast.expr) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = _TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1


def is_killed(there: Path, group: Group, mutant: Mutant) -> bool:
    """Whether a test fails with this fault, or never ends."""
    file = there / mutant.file
    before = file.read_text("utf-8")
    file.write_text(mutant.source, encoding="utf-8")
    try:
        return any(_fails(there, tests) for tests in _nearest(group, mutant.file))
    finally:
        file.write_text(before, encoding="utf-8")


def pytest_configure() -> None:
    """This file is a plugin of those runs too: that a test fails is enough, no smallest example is sought."""
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", parent=settings(), phases=phases, database=None)
    settings.load_profile("mutants")


def _nearest(group: Group, file: str) -> Iterator[tuple[str, ...]]:
    """The tests of the file itself first; for the vault all of its tests after them."""
    own = f"tests/{Path(file).parent.name}/test_{Path(file).stem}.py"
    if (HOUSE / own).exists() and group.tests != (own,):
        yield (own,)
    yield group.tests or ("tests/vault",)


def _fails(there: Path, tests: tuple[str, ...]) -> bool:
    quiet = ("-x", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "tests.proofs.mutants")
    alone = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(there),
    }
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *quiet, *tests],
            cwd=there, env=alone, capture_output=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


def _copy_of_the_house(folder: Path) -> Path:
    there = folder / "house"
    skipped = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "build")
    shutil.copytree(HOUSE, there, ignore=skipped)
    return there


def page(told: list[tuple[Group, Mutant, bool]], seed: int) -> str:
    """The result in words."""
    lines = [
        f"On {datetime.now(UTC):%d %B %Y}, seed {seed}:",
        "",
        "| Group | Faults | Noticed | Change nothing |",
        "|---|---|---|---|",
    ]
    for group in GROUPS:
        mine = [(why(mutant), killed) for each, mutant, killed in told if each.name == group.name]
        if mine:
            alike = sum(bool(reason) for reason, _killed in mine)
            noticed = sum(killed for _reason, killed in mine) - alike
            lines.append(f"| {group.name} | {len(mine)} | {noticed} | {alike} |")
    lines.append("")
    for _group, one, killed in told:
        if why(one):
            lines.append(f"- changes nothing: `{one.file}` line {one.line}: `{one.says}`: {why(one)}")
        elif not killed:
            lines.append(f"- survived: `{one.file}` line {one.line}: `{one.says}`")
    return "\n".join([*lines, ""])


def why(mutant: Mutant) -> str:
    """Why a fault changes nothing; empty where it does."""
    return ALIKE.get((mutant.file, mutant.says), "")


def _keep(text: str) -> None:
    words = PAGE.read_text("utf-8")
    before, _, rest = words.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
