"""Rules of the house that a machine can see, each as a sentence."""

import ast
import re
import tempfile
from pathlib import Path

import pytest

from tests.house import tracked

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
TOP_LEVEL = {
    *("ehdesk", "resources", "tests", "installer", "docs", ".ci", "pyproject.toml", ".gitignore"),
    *("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
}
ASSERTING = re.compile(
    r"raises|warns|fail|wait_?[sS]ignals?|wait_?[uU]ntil|looks_for\w*|sees\w*|assert_?\w*|check\w*|expect\w*|must_\w+|benchmark"
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: ast.Module) -> list[Function]:
    return [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_the_top_of_the_project_is_as_the_design_fixed_it() -> None:
    assert {path.relative_to(tracked.ROOT).parts[0] for path in tracked.files()} == TOP_LEVEL


def test_no_file_of_ours_runs_on_past_400_lines() -> None:
    lengths = {name: text.count("\n") for name, text in tracked.texts() if name.startswith("ehdesk/")}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_of_ours_runs_on_past_50_lines() -> None:
    """A migration's step may: it is a list of tables as they were that day, never changed again."""
    long = [
        f"{name}:{function.lineno} {function.name}"
        for name, module in tracked.modules("ehdesk", "installer")
        for function in functions(module)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
        if not name.startswith("ehdesk/models/migrations/step_")
    ]
    assert long == []


def test_a_packages_init_holds_a_docstring_and_nothing_else() -> None:
    """The catalogue of refusals also gives each its name: whoever raises one need not know its room."""
    inits = {name: m for name, m in tracked.modules("ehdesk") if name.endswith("__init__.py")}
    more = {
        name: [line for line in m.body[1:] if name != "ehdesk/errors/__init__.py" or not gives_a_name(line)]
        for name, m in inits.items()
    }
    assert inits
    assert [name for name, m in inits.items() if more[name] or not ast.get_docstring(m)] == []


def gives_a_name(line: ast.stmt) -> bool:
    """`from ehdesk.errors.vault import DiskFull as DiskFull`, and nothing that does anything else."""
    return (
        isinstance(line, ast.ImportFrom)
        and (line.module or "").startswith("ehdesk.errors.")
        and all(each.asname == each.name for each in line.names)
    )


def test_no_error_is_swallowed_without_saying_why() -> None:
    silent = []
    for name, module in tracked.modules("ehdesk", "installer", "tests"):
        lines = (tracked.ROOT / name).read_text(encoding="utf-8").splitlines()
        for node in ast.walk(module):
            if isinstance(node, ast.ExceptHandler) and all(isinstance(line, ast.Pass) for line in node.body):
                said = "#" in "".join(lines[node.lineno - 1 : node.end_lineno])
                silent += [] if said else [f"{name}:{node.lineno}"]
    assert silent == []


def test_nothing_that_changes_is_kept_at_the_top_of_a_module() -> None:
    """A list, dictionary or set in lower case there is meant to change; constants are in capitals."""
    changing = [
        f"{name}:{node.lineno}"
        for name, module in tracked.modules("ehdesk")
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and not target.id.isupper()
    ]
    assert changing == []


def test_every_test_asserts_something() -> None:
    def asserts(function: Function) -> bool:
        return any(
            isinstance(node, ast.Assert)
            or (isinstance(node, ast.Call) and ASSERTING.fullmatch(called_name(node)) is not None)
            for node in ast.walk(function)
        )

    empty = [
        f"{name}:{function.lineno} {function.name}"
        for name, module in tracked.modules("tests")
        for function in functions(module)
        if function.name.startswith("test_") and not asserts(function)
    ]
    assert empty == []


def test_no_test_is_skipped_without_its_reason() -> None:
    unexplained = [
        f"{name}:{node.lineno}"
        for name, module in tracked.modules("tests")
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and called_name(node) in ("skip", "skipif", "xfail")
        if not node.args and not any(keyword.arg == "reason" for keyword in node.keywords)
    ]
    bare = [
        f"{name}:{node.lineno}"
        for name, module in tracked.modules("tests")
        for node in ast.walk(module)
        if isinstance(node, Function)
        for mark in node.decorator_list
        if isinstance(mark, ast.Attribute) and mark.attr in ("skip", "skipif", "xfail")
    ]
    assert unexplained + bare == []


def test_every_resource_that_the_code_names_is_there() -> None:
    """`files.resources() / "a" / "b"` names a file or folder that ships."""
    folder = tracked.ROOT / "resources"
    named = [parts for _, module in tracked.modules("ehdesk") for parts in resources_named(module)]
    assert named
    assert [parts for parts in named if not folder.joinpath(*parts).exists()] == []


def resources_named(module: ast.Module) -> list[list[str]]:
    found = []
    for node in ast.walk(module):
        parts: list[str] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            if not isinstance(node.right, ast.Constant):
                parts.clear()
            elif isinstance(node.right.value, str):
                parts.insert(0, node.right.value)
            node = node.left
        if parts and isinstance(node, ast.Call) and called_name(node) == "resources":
            found.append(parts)
    return found


def test_nothing_is_marked_as_to_be_done_later() -> None:
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    assert lines_with(marks) == []


def test_no_file_names_a_download_address() -> None:
    address = re.compile("|".join(["--(?:extra-)?index" + "-url", "--find" + "-links", "file:" + "///"]))
    assert lines_with(address) == []


def test_no_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    places = {str(Path.home()), str(tracked.ROOT), str(tracked.ROOT.parent), "/" + "root", "/" + "home/"}
    places.discard(tempfile.gettempdir())  # a place on every machine, where a clone may lie
    named = re.compile("|".join(re.escape(place.rstrip("/")) + "/" for place in places if len(place) > 1))
    assert lines_with(named) == []


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in tracked.texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"])
def test_what_the_documents_point_to_is_there(name: str) -> None:
    document = tracked.ROOT / name
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
