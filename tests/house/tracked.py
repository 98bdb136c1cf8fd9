"""Which files the project is made of, with git or, on a bare machine, without it."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    ".py",
    ".pyi",
    ".md",
    ".toml",
    ".in",
    ".lock",
    ".txt",
    ".json",
    ".svg",
    ".qss",
    ".po",
    ".pot",
    ".sh",
    ".yml",
    "",
}
OURS_ALONE = {".git", ".venv", "build", "dist"}


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed, in order."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [ROOT / name for name in listed.splitlines()]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not _is_made(path)]
    return tuple(sorted(path for path in found if path.is_file()))


def _is_made(path: Path) -> bool:
    """Whether a path is made by a tool: what .gitignore names."""
    parts = path.relative_to(ROOT).parts
    made = any(part == "__pycache__" or part.endswith((".egg-info", "_cache")) for part in parts)
    return made or bool(OURS_ALONE & set(parts)) or parts[0] in (".hypothesis", ".benchmarks")


@functools.cache
def texts() -> list[tuple[str, str]]:
    """The name within the project and the words of every text file."""
    readable = [path for path in files() if path.suffix in TEXTS]
    return [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in readable]


@functools.cache
def modules(*folders: str) -> list[tuple[str, ast.Module]]:
    """The name and the parsed code of every Python file under these folders of the project."""
    named = [(name, text) for name, text in texts() if name.endswith(".py") and name.split("/")[0] in folders]
    return [(name, ast.parse(text)) for name, text in named]
