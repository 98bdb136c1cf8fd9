"""What a page shows: its lines of text, and each line, box and rule as a rectangle, to see what collides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from ehdesk.paper import fonts, page, tags, text

_TOUCHING = 0.6  # points by which two may share an edge


@dataclass(frozen=True)
class Mark:
    """One thing on one page, in points from the bottom left."""

    kind: str
    left: float
    bottom: float
    right: float
    top: float
    said: str = ""

    def meets(self, other: "Mark") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > _TOUCHING and up > _TOUCHING

    def holds(self, other: "Mark") -> bool:
        return (
            self.left - 1 <= other.left
            and self.right + 1 >= other.right
            and self.bottom - 1 <= other.bottom
            and self.top + 1 >= other.top
        )


def words_of(line: text.Line) -> str:
    """The letters of a line in reading order."""
    return "".join(piece.words for _, piece in line.pieces)


class Watch:
    """Notes what the pens of a document draw, page by page.

    `lines` are all lines of each page, furniture too; `blocks` those that were drawn in one go, and whether
    they are read out.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.pages: list[list[Mark]] = [[]]
        self.lines: list[list[text.Line]] = [[]]
        self.blocks: list[list[tuple[bool, list[text.Line]]]] = [[]]
        self._patch = patch
        self._watch_writing()
        self._watch_lines()
        self._watch_box()
        self._watch_rule()
        end_page = tags.Document.end_page

        def end(document: tags.Document) -> None:
            end_page(document)
            self.pages.append([])
            self.lines.append([])
            self.blocks.append([])

        patch.setattr(tags.Document, "end_page", end)

    def _watch_writing(self) -> None:
        write = tags.Document.write

        def written(
            document: tags.Document, line: text.Line, x: float, baseline: float, part: slice = slice(None)
        ) -> None:
            write(document, line, x, baseline, part)
            begins = not part.start  # a line with links is written in parts
            self.lines[-1] += [line] if begins and words_of(line).strip() else []

        self._patch.setattr(tags.Document, "write", written)

    def _watch_lines(self) -> None:
        draw = page.Pen.lines

        def lines(
            pen: page.Pen,
            element: tags.Element | None,
            lines: Sequence[text.Line],
            left: float,
            top: float,
            width: float,
            colour: page.Colour = page.INK,
            align: page.Align = "start",
        ) -> None:
            draw(pen, element, lines, left, top, width, colour, align)
            self.blocks[-1].append((element is not None, [line for line in lines if words_of(line).strip()]))
            for line in lines:
                x, baseline = pen._start(line, left, width, align), top - line.above
                size = max((piece.size for _, piece in line.pieces), default=0)
                said = words_of(line)
                mark = Mark("text", x, baseline - 0.2 * size, x + line.width, baseline + 0.7 * size, said)
                self.pages[-1] += [mark] if said.strip() else []
                top -= line.height

        self._patch.setattr(page.Pen, "lines", lines)

    def _watch_box(self) -> None:
        draw = page.Pen.box

        def box(
            pen: page.Pen, left: float, top: float, width: float, height: float, *, weight: float = 1.0
        ) -> None:
            draw(pen, left, top, width, height, weight=weight)
            x = pen.x(left, width)
            self.pages[-1].append(Mark("box", x, top - height, x + width, top))

        self._patch.setattr(page.Pen, "box", box)

    def _watch_rule(self) -> None:
        draw = page.Pen.rule

        def rule(
            pen: page.Pen,
            left: float,
            width: float,
            y: float,
            *,
            weight: float = 0.75,
            colour: page.Colour = page.HAIRLINE,
        ) -> None:
            draw(pen, left, width, y, weight=weight, colour=colour)
            x = pen.x(left, width)
            self.pages[-1].append(Mark("rule", x, y - weight / 2, x + width, y + weight / 2))

        self._patch.setattr(page.Pen, "rule", rule)

    def collisions(self) -> Iterator[tuple[int, Mark, Mark]]:
        """What stands on something else: text on text, box on box, or text across an edge or a rule."""
        for number, marks in enumerate(self.pages, 1):
            ordered = sorted(marks, key=lambda mark: -mark.top)
            for index, first in enumerate(ordered):
                for second in ordered[index + 1 :]:
                    if second.top < first.bottom:
                        break
                    if _collide(first, second):
                        yield number, first, second

    def missing(self) -> Iterator[tuple[int, str]]:
        """Letters that are drawn as no glyph, or as the sign for a letter that no font has."""
        for number, lines in enumerate(self.lines, 1):
            for piece in (piece for line in lines for _, piece in line.pieces):
                signs = {0, piece.face.glyph(fonts.REPLACEMENT) or 0}
                for letters, glyphs in piece.letters():
                    if fonts.REPLACEMENT not in letters and signs & {glyph.number for glyph in glyphs}:
                        yield number, letters

    def outside(self) -> list[tuple[int, Mark]]:
        """What reaches over the edges of the text area."""
        left, right = page.SIDE - 1, page.WIDTH - page.SIDE + 1
        return [
            (number, mark)
            for number, marks in enumerate(self.pages, 1)
            for mark in marks
            if mark.left < left or mark.right > right or mark.bottom < 20
        ]


def _collide(first: Mark, second: Mark) -> bool:
    kinds = {first.kind, second.kind}
    if kinds == {"rule"} or kinds == {"rule", "box"} or not first.meets(second):
        return False
    if kinds == {"text", "box"}:  # a scale's number stands in its box
        return not (first.holds(second) or second.holds(first))
    return True
