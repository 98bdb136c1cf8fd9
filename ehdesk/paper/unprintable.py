"""Letters that none of our fonts has, said in plain words before anything is printed."""

import unicodedata
from collections.abc import Iterable

_SHOWN = 4  # letters of one script that are named
_SIGNS = "signs"
# What people call a script, by the first word of its letters' names in Unicode.
_CALLED = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "ETHIOPIC": "Ethiopic, as in Amharic and Tigrinya", "DEVANAGARI": "Devanagari, as in Hindi and Nepali",
    "THAI": "Thai", "LAO": "Lao", "KHMER": "Khmer", "MYANMAR": "Burmese", "SINHALA": "Sinhala",
    "TAMIL": "Tamil", "TELUGU": "Telugu", "KANNADA": "Kannada", "MALAYALAM": "Malayalam", "ORIYA": "Odia",
    "HEBREW": "Hebrew", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian", "THAANA": "Thaana, as in Dhivehi",
    "TIBETAN": "Tibetan", "MONGOLIAN": "Mongolian", "SYRIAC": "Syriac", "TIFINAGH": "Tifinagh",
    "NKO": "N'Ko", "CHEROKEE": "Cherokee",
}  # fmt: skip


def said(letters: Iterable[str]) -> str:
    """What to know before printing: which letters, what stands in their place, what to do. "" for none."""
    found: dict[str, list[str]] = {}
    for letter in sorted(letters):
        found.setdefault(_script(letter), []).append(letter)
    if not found:
        return ""
    named = "; ".join(f"{script} ({_some(those)})" for script, those in sorted(found.items()))
    return (
        f"Some letters cannot be printed: {named}. The sign \ufffd stands for each of them. "
        "Add the words in English letters as well, or write them in by hand."
    )


def _some(letters: list[str]) -> str:
    more = " and others" if len(letters) > _SHOWN else ""
    return " ".join(letters[:_SHOWN]) + more


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
    return _CALLED.get(word, "other letters" if letter.isalpha() else _SIGNS)
