"""How a piece of text stands in a page's drawing code: its glyphs, and its words for a reader."""

from collections.abc import Mapping, Sequence

from ehdesk.paper import anchors, embed, text

_NEGLIGIBLE = 0.01  # thousandths of the size
_HAIR = 0.1  # points that an unseen direction mark takes

_Marks = Mapping[int, str]  # direction marks by the letter they go before


def rightward(
    piece: text.Piece, font: embed.Embedded, x: float, y: float, marks: _Marks, ending: str
) -> list[str]:
    """A piece that reads from the left, its words as a whole; `ending` is said after them."""
    words = piece.words
    if marks:
        words = "".join(marks.get(at, "") + char for at, char in enumerate((*words, "")))
    return [
        f"/Span <</ActualText {hexed(words + ending)}>> BDC BT",
        f"/{font.key} {piece.size:.3f} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm",
        *_show(piece.glyphs, piece),
        "ET EMC",
    ]


def leftward(piece: text.Piece, font: embed.Embedded, x: float, y: float, marks: _Marks) -> list[str]:
    """The whole piece for who reads it aloud; within it word by word as they stand on the page.

    Programs that sort what they find by place (poppler, pdfium) turn round what reads from the right, so
    the inner words are written as they are seen. Joined letters are not where their words would have
    them: unseen spaces before and after tell the room of each word.
    """
    parts: list[list[str]] = []
    scale = piece.size / piece.face.units
    left, at = x + piece.width, 0
    for word in _by_word(piece, marks):
        right, show = left, []
        for _, glyphs in word:
            left -= sum(glyph.advance for glyph in glyphs) * scale
            show += [f"1 0 0 1 {left:.3f} {y:.3f} Tm", *_show(glyphs, piece)]
        said = "".join(letters for letters, _ in word)
        place = font.place(right - left, left, y, piece.size)
        parts.append(unseen(marks.get(at, ""), font, right - _HAIR, y, piece.size))
        parts.append([f"/Span <</ActualText {hexed(said[::-1])}>> BDC", place, *show, place, "EMC"])
        at += len(said)
    parts.append(unseen(marks.get(at, ""), font, x - _HAIR, y, piece.size))
    whole = f"/Span <</ActualText {hexed(piece.words)}>> BDC"
    words = [step for part in reversed(parts) for step in part]
    return [whole, f"BT /{font.key} {piece.size:.3f} Tf", *words, "ET EMC"]


def unseen(
    said: str, font: embed.Embedded, x: float, y: float, size: float, width: float = _HAIR
) -> list[str]:
    """Something that is said at this place and not seen; nothing where nothing is said."""
    if not said:
        return []
    return [f"/Span <</ActualText {hexed(said)}>> BDC", font.place(width, x, y, size), "EMC"]


def _by_word(piece: text.Piece, marks: _Marks) -> list[list[tuple[str, tuple[text.Glyph, ...]]]]:
    """The piece's groups of letters, parted where letters begin or end, and where a direction mark goes."""
    words: list[list[tuple[str, tuple[text.Glyph, ...]]]] = []
    before, at = "", 0
    for letters, glyphs in piece.letters():
        kind = anchors.kind(letters[0])
        if kind != before or at in marks:
            words.append([])
        words[-1].append((letters, glyphs))
        before, at = kind, at + len(letters)
    return words


def _show(glyphs: Sequence[text.Glyph], piece: text.Piece) -> list[str]:
    """The operators that show glyphs from the text position on."""
    scale = 1000 / piece.face.units
    advances = piece.face.advances
    commands: list[str] = []
    shown: list[str] = []
    rise = 0
    for number, _cluster, wide, aside, up in glyphs:
        if up != rise:
            commands += [f"[<{''.join(shown)}>] TJ"] if shown else []
            commands.append(f"{up * piece.size / piece.face.units:.3f} Ts")
            rise, shown = up, []
        after = advances[number] - (wide - aside) * scale
        shown.append(f"> {-aside * scale:.2f} <{number:04X}" if aside else f"{number:04X}")
        if abs(after) > _NEGLIGIBLE:
            shown.append(f"> {after:.2f} <")
    commands += [f"[<{''.join(shown)}>] TJ"] if shown else []
    return [command.replace("<> ", "").replace(" <>", "") for command in commands] + (
        ["0 Ts"] if rise else []
    )


def hexed(words: str) -> str:
    """Words as a PDF writes any letters."""
    return "<FEFF" + words.encode("utf-16-be").hex().upper() + ">"
