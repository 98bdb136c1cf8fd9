"""Is this passphrase good enough, and how long must one wait after a wrong one?

Long rather than complicated: 14 characters or four words, in any script, and not easy to guess.
Guessability is judged by `zxcvbn` against its lists of common passwords and names, the words of this
work, and the worker's own name and team.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ehdesk import errors

CHARACTERS = 14
WORDS = 4
STRENGTHS = ("Very weak", "Weak", "Fair", "Good", "Strong")
_ENOUGH = 3
_JUDGED = 72  # characters; more makes judging slow and a passphrase no weaker
_LONGEST_WAIT = 60
_BESIDES = 6  # letters and digits there must be besides the words that others can think of
_OF_THIS_WORK = (
    "ehdesk early help earlyhelp family families support worker practitioner coordinator manager "
    "safeguarding safeguard child children parent council social services care team visit assessment "
    "plan review referral taf passphrase vault laptop password letmein"
)

_TOO_SHORT = "It is too short."
_SHORT_HINT = "Use 14 characters or more, or four words. Spaces and letters of any alphabet are welcome."
_GUESSABLE = "It is easy to guess."
_HINTS = {
    "own": "It is made of your name, your team or the words of this work. Use words from elsewhere.",
    "dictionary": "It is made of common passwords or names. Use four words that do not belong together.",
    "repeat": "It repeats itself. Use four words that do not belong together.",
    "sequence": "It follows an order such as abc or 6543. Use four words that do not belong together.",
    "spatial": "It follows the rows of the keyboard. Use four words that do not belong together.",
    "date": "It has a date in it, which others may know. Use four words that do not belong together.",
    "": "Add a word or two that do not belong together.",
}


@dataclass(frozen=True)
class Judgement:
    """What is thought of a passphrase. `strength` is 0 to 4; `reason` and `hint` are for the screen."""

    accepted: bool
    strength: int
    reason: str
    hint: str

    @property
    def word(self) -> str:
        """The strength in a word."""
        return STRENGTHS[self.strength]


def judge(text: str, words_to_avoid: Iterable[str] = ()) -> Judgement:
    """Judge a passphrase. `words_to_avoid`: the worker's name, team and agency."""
    normal = unicodedata.normalize("NFKC", text)
    if not normal.strip():
        return Judgement(accepted=False, strength=0, reason=_TOO_SHORT, hint=_SHORT_HINT)
    avoid = _parts([_OF_THIS_WORK, *words_to_avoid])
    found = _guesses(normal, avoid)
    strength = int(found["score"])
    words = {word.casefold() for word in normal.split()}
    if len(normal) < CHARACTERS and len(words) < WORDS:
        return Judgement(accepted=False, strength=min(strength, 2), reason=_TOO_SHORT, hint=_SHORT_HINT)
    if _besides(normal, avoid) < min(_BESIDES, _besides(normal, ())):
        return Judgement(accepted=False, strength=min(strength, 1), reason=_GUESSABLE, hint=_HINTS["own"])
    if strength < _ENOUGH:
        return Judgement(accepted=False, strength=strength, reason=_GUESSABLE, hint=_hint(found))
    return Judgement(accepted=True, strength=strength, reason="", hint="")


def require(text: str, words_to_avoid: Iterable[str] = ()) -> None:
    """Raises: errors.PassphraseTooWeak, with the reason and the hint in it."""
    judgement = judge(text, words_to_avoid)
    if not judgement.accepted:
        raise errors.PassphraseTooWeak(reason=judgement.reason, hint=judgement.hint)


def unlock_delay(failures: int) -> int:
    """Seconds to wait after so many wrong passphrases in a row: 0, 1, 2, 4 … 60.

    It slows down somebody at the keyboard. A thief with a copy of the disk does not wait: against
    that stand the stretching and the device secret.
    """
    if failures <= 0:
        return 0
    return min(_LONGEST_WAIT, 1 << min(failures - 1, 6))


def _parts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(part.casefold() for word in words for part in (word, *word.split()) if len(part) > 2)


def _besides(text: str, avoid: Iterable[str]) -> int:
    """How many letters and digits are left without the words that others can think of."""
    rest = text.casefold()
    for word in sorted(avoid, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return sum(character.isalnum() for character in rest)


def _guesses(text: str, avoid: Iterable[str]) -> dict[str, Any]:
    from zxcvbn import zxcvbn  # late: it reads its word lists, which the unlock window does not need

    return zxcvbn(text[:_JUDGED], user_inputs=sorted(avoid), max_length=_JUDGED)


def _hint(found: dict[str, Any]) -> str:
    """What makes it easy, by the longest stretch that was recognised."""
    known = [part for part in found["sequence"] if part["pattern"] != "bruteforce"]
    if not known:
        return _HINTS[""]
    longest = max(known, key=lambda part: len(part["token"]))
    if longest.get("dictionary_name") == "user_inputs":
        return _HINTS["own"]
    return _HINTS.get(longest["pattern"], _HINTS[""])
