"""Where a line of text may end."""

import bisect
import re

HANGING = " \u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000\u1680"
_HYPHENS = "-\u2010\u2013\u2014\u058a"
_SIDE = 2  # letters before and after a hyphen at which a line may end
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_NEVER_STARTS = frozenset("、。，．！？：；）」』】〉》’”)]}.,!?:;")
# Where a line may end at all: by a space, after a hyphen, beside a CJK character.
_MAY_END = re.compile(f"(?<=[{HANGING}{_HYPHENS[1:]}-])|(?<={_CJK.pattern})|(?={_CJK.pattern})")


def trimmed(text: str, places: list[int]) -> list[int]:
    """Each place moved back over the spaces before it."""
    moved = []
    for place in places:
        end = place
        while end and text[end - 1] in HANGING:
            end -= 1
        moved.append(end)
    return moved


def places(text: str) -> list[int]:
    """Positions where a line may end, the end of the text included."""
    found = (match.start() for match in _MAY_END.finditer(text))
    inside = [index for index in found if 0 < index < len(text) and may_break(text, index)]
    return inside + [len(text)] * bool(text)


def may_break(text: str, index: int) -> bool:
    """Whether a line may end before the letter at `index`."""
    before, here = text[index - 1], text[index]
    if here in HANGING:
        return False
    if before in HANGING:
        return True
    if before in _HYPHENS:  # not in "s-a" or "e-mail": two letters stand on each side
        around = text[max(index - 3, 0) : index - 1], text[index : index + 2]
        return all(len(side) == _SIDE and side.isalpha() for side in around)
    return here not in _NEVER_STARTS and bool(_CJK.match(before) or _CJK.match(here))


def furthest_group(groups: list[int], ends: list[float], start: int, limit: float) -> int:
    """The furthest letter group that fits; at least one, so that a line always moves on."""
    first = bisect.bisect_right(groups, start)
    end = groups[first]
    for place in groups[first + 1 :]:
        if ends[place] > limit:
            break
        end = place
    return end
