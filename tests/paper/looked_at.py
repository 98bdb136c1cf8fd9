"""One paper looked at in every way: the standard, its letters, its boxes, and the words that come off it.

The words are those that poppler takes off (`pdftotext`), set against the lines that were drawn. Poppler
settles once for a whole page which way it reads. What reads the other way it cuts into stretches wherever
letters or numbers of the page's own way stand in it, and puts those in the page's order: such a line is
counted as `turned`, and held only to its letters. All other lines come off letter by letter as they are read.
"""

import itertools
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import page as checker
import pytest

from ehdesk.paper import languages, text
from tests.paper import cases, drawn, readback

POPPLER = shutil.which("pdftotext")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]")
_LEFTWARD = frozenset({"R", "AL"})
_RIGHTWARD = frozenset({"L", "EN", "AN", "ES", "ET", "CS"})


@dataclass
class Found:
    """What is wrong with a paper, by kind; and how many pages and lines were looked at."""

    standard: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    pages: int = 0
    lines: int = 0
    turned: int = 0

    def faults(self) -> list[str]:
        return [*self.standard, *self.letters, *self.boxes, *self.order, *self.breaks, *self.words]


def look(case: cases.Case) -> Found:
    """Print a paper and look at it."""
    with pytest.MonkeyPatch.context() as patch:
        watch = drawn.Watch(patch)
        pdf = case.printed()
    found = Found(pages=len(watch.pages) - 1, lines=sum(len(lines) for lines in watch.lines))
    found.standard = faults(pdf)
    found.letters = [f"page {number}: {letters!r} has no sign" for number, letters in watch.missing()]
    found.boxes = [
        *(f"page {number}: {first} meets {second}" for number, first, second in watch.collisions()),
        *(f"page {number}: {mark} is cut off" for number, mark in watch.outside()),
    ]
    found.order = [*_read_otherwise(watch, pdf), *_asked_otherwise(case, pdf)]
    found.breaks = list(parted(readback.tree(pdf)))
    if POPPLER:
        leftward = languages.is_right_to_left(case.language)
        found.words, found.turned = taken_off(watch, pdf, leftward=leftward, in_columns=bool(case.beside))
    return found


def faults(pdf: bytes) -> list[str]:
    """What the checker of PDF/UA-1 says against it."""
    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    return sorted({failure.message for failure in report.failures})


def _read_otherwise(watch: drawn.Watch, pdf: bytes) -> list[str]:
    """Words that the structure tells more or less often than they were drawn to be read."""
    read = [line for blocks in watch.blocks for is_read, lines in blocks if is_read for line in lines]
    said = (drawn.words_of(line) for line in read)
    shown = Counter("".join(each if each.endswith("-") else f"{each} " for each in said).split())
    told = Counter(
        word
        for node in readback.tree(pdf).all()
        if node.role not in ("Figure", "Link")
        for word in node.words.split()
    )
    return [
        f"read {told[word]} times, shown {shown[word]} times: {word}"
        for word in (shown - told) | (told - shown)
    ]


def _asked_otherwise(case: cases.Case, pdf: bytes) -> list[str]:
    """Questions of an empty form that are not read where the form asks them."""
    if case.filled:
        return []
    said, place, lost = "".join(readback.words(pdf).split()), 0, []
    for label in cases.asked_in_order(case):
        at = said.find("".join(label.split()), place)
        lost += [f"not asked in its place: {label}"] if at < 0 else []
        place = max(at, place)
    return lost


def parted(tree: readback.Node) -> Iterator[str]:
    """Headings at the foot of a page, and questions whose room starts on another page."""
    labels = {id(node) for each in tree.all() if each.role == "LBody" for node in each.all()}
    told = [node for node in tree.all() if node.pages and node.role != "Link"]
    for node, after in itertools.pairwise(told):
        asks = node.role == "P" and after.role == "Form" and id(node) not in labels
        if (asks or node.role.startswith("H")) and max(node.pages) != min(after.pages):
            yield f"page {max(node.pages) + 1}: parted from what follows: {node.words}"


# What poppler takes off


def taken_off(
    watch: drawn.Watch, pdf: bytes, *, leftward: bool, in_columns: bool = False
) -> tuple[list[str], int]:
    """Lines that do not come off as they are read, and how many poppler cannot but turn round.

    Of two languages `in_columns` it guesses which line comes first: there each line is looked at by itself.
    """
    wrong: list[str] = []
    turned = 0
    pages = poppler(pdf).split("\f")
    for number, (lines, blocks) in enumerate(zip(watch.lines[:-1], watch.blocks, strict=False), 1):
        got = [plain(line) for line in pages[number - 1].split("\n")]
        reads_leftward = leftward or sum(_weight(line) for line in lines) < 0
        against = [line for line in lines if _is_turned(line, leftward=reads_leftward)]
        turned += len(against)
        for problem in (
            *_letters(lines, got),
            *(() if against else _words(lines, got)),
            *(f"not whole: {said}" for said in _not_whole(lines, against, got)),
            *(f"not in order: {said}" for said in _out_of_order(blocks, against, got) if not in_columns),
        ):
            wrong.append(f"page {number}: {problem}")
    return wrong, turned


def poppler(pdf: bytes) -> str:
    """What `pdftotext` takes off, pages parted by form feeds."""
    command = [POPPLER or "pdftotext", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def plain(words: str) -> str:
    """Words without direction marks, parted by single spaces."""
    return " ".join(_UNSEEN.sub("", words).split())


def _weight(line: text.Line) -> int:
    kinds = [unicodedata.bidirectional(char) for char in drawn.words_of(line)]
    return kinds.count("L") - sum(kind in _LEFTWARD for kind in kinds)


def _is_turned(line: text.Line, *, leftward: bool) -> bool:
    """Whether a line reads against its page and has letters or numbers of the page's way in it."""
    kinds = {unicodedata.bidirectional(char) for char in drawn.words_of(line)}
    if line.right_to_left is not leftward:
        return bool(kinds & (_LEFTWARD if leftward else _RIGHTWARD))
    return not leftward and _has_inner_stretch(line)


def _has_inner_stretch(line: text.Line) -> bool:
    """Whether a stretch of a line from the left reads from the right and has numbers or their signs in it."""
    return any(
        piece.right_to_left and {unicodedata.bidirectional(char) for char in piece.words} & _RIGHTWARD
        for _, piece in line.pieces
    )


def _letters(lines: Sequence[text.Line], got: Sequence[str]) -> Iterator[str]:
    shown = Counter("".join("".join(plain(drawn.words_of(line)).split()) for line in lines))
    taken = Counter("".join("".join(got).split()))
    if shown != taken:
        yield f"letters lost {dict(shown - taken)}, added {dict(taken - shown)}"


def _words(lines: Sequence[text.Line], got: Sequence[str]) -> Iterator[str]:
    shown = Counter(word for line in lines for word in plain(drawn.words_of(line)).split())
    taken = Counter(word for line in got for word in line.split())
    if shown != taken:
        yield f"words lost {dict(shown - taken)}, added {dict(taken - shown)}"


def _not_whole(lines: Sequence[text.Line], against: Sequence[text.Line], got: Sequence[str]) -> Iterator[str]:
    for line in lines:
        said = plain(drawn.words_of(line))
        if line not in against and not any(said in each for each in got):
            yield said


def _out_of_order(
    blocks: Sequence[tuple[bool, list[text.Line]]], against: Sequence[text.Line], got: Sequence[str]
) -> Iterator[str]:
    """Lines of one paragraph that come off after the next one."""
    whole = "\n".join(got)
    for _, lines in blocks:
        place = 0
        for line in (line for line in lines if line not in against):
            said = plain(drawn.words_of(line))
            at = whole.find(said, place)
            if at < 0:
                yield said
                break
            place = at + len(said)
