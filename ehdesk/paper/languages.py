"""Which language a paragraph is in, when nobody said: for the font, the shaping and the screen reader."""

import re
import unicodedata
from collections import Counter

from ehdesk.paper import fonts

DEFAULT = "en-GB"

# Letters that Urdu writes and Arabic, Persian, Pashto and Sorani do not, or write otherwise; and the
# letters by which the other three are told from Arabic.
_URDU_LETTERS = frozenset("ٹڈڑںےہ")
_SIGNS = (("ps", frozenset("ښړۍېڼ")), ("ckb", frozenset("ڕڵێەۆ")), ("fa", frozenset("یکگپچژ")))
_ARABIC_STRETCH = re.compile(
    r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+(?:[^\w()]+[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+)*"
)

# Small words that a few sentences of the language can hardly do without.
_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en-GB": frozenset("the and of to in is was that for with on not we they he she his her at have".split()),
    "pl": frozenset("i w na nie się że do z po jest już jak mnie żeby moje teraz też bo przez dla".split()),
    "cy": frozenset("yn yr ac mae i'r o'r bod wedi gan ond hefyd fod rwy'n ein gyda'n gyda y ar am".split()),
    "ro": frozenset("nu și să am de la ne în pentru mai ce că din este nimeni are zi cu o pe".split()),
    "so": frozenset("waa iyo oo ku ka ayaa waxaan waxaa u in uu ay la si aan".split()),
    "pt": frozenset("não que de e para com uma um os as mais está foi meu minha".split()),
    "es": frozenset("que de y para con una un los las no más está fue mi el".split()),
    "tr": frozenset("ve bir bu için çok da de ama ile daha ne biz".split()),
}
_WHOSE = {
    word: tuple(language for language, small in _SMALL_WORDS.items() if word in small)
    for word in frozenset().union(*_SMALL_WORDS.values())
}
_BY_SCRIPT = {fonts.BENGALI: "bn", fonts.GURMUKHI: "pa", fonts.GUJARATI: "gu"}
_OTHER_SCRIPTS = frozenset("ar ur fa ps ckb he bn pa gu el ru uk bg be sr".split())
_FEW_LETTERS = 10  # a tenth of the letters: less is a name at the beginning of somebody's English
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def of(text: str, default: str = DEFAULT) -> str:
    """The likely language of a paragraph as a BCP 47 tag; `default` where nothing speaks against it."""
    if fonts.is_plain(text):
        return _latin(text, default) if any(map(str.isalpha, text)) else default
    letters = _letters(text)
    if not letters:
        return default
    scripts = Counter(letters)
    script, _ = scripts.most_common(1)[0]
    if _quotes(letters, scripts, default):
        script = fonts.ARABIC
    if script == fonts.ARABIC:
        return _own(default, ("ur", "ar", "fa", "ps", "ckb"), _arabic(text))
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script]
    if script == "GREEK":
        return "el"
    if script == "CYRILLIC":
        return _own(
            default, ("ru", "bg", "be", "sr", "uk"), "uk" if set("іїєґ") & set(text.lower()) else "ru"
        )
    return _latin(text, default)


def tag(language: str) -> str:
    """The tag that a document carries for a language of ours: English here is British."""
    return DEFAULT if language == "en" else language


def is_right_to_left(language: str) -> bool:
    """Whether pages and paragraphs in this language start at the right."""
    return language.split("-")[0] in {"ar", "ur", "fa", "ps", "ckb", "he", "yi", "sd"}


def nastaliq(text: str, language: str) -> list[tuple[int, int]]:
    """Where Arabic letters are to be set in Nastaliq: all of an Urdu text, and Urdu names in another.

    A name is short and may lack the letters that only Urdu has: outside the other languages of this
    script, one with Persian letters counts as Urdu.
    """
    own = language.split("-")[0]
    if own == "ur":
        return [(0, len(text))]
    if own in ("fa", "ps", "ckb", "sd"):
        return []
    stretches = [match for match in _ARABIC_STRETCH.finditer(text) if _arabic(match[0]) in ("ur", "fa")]
    return [match.span() for match in stretches]


def _arabic(text: str) -> str:
    letters = frozenset(text)
    if letters & _URDU_LETTERS:
        return "ur"
    return next((language for language, signs in _SIGNS if letters & signs), "ar")


def _letters(text: str) -> list[str]:
    found = []
    for char in text:
        if not char.isalpha():
            continue
        script = fonts.script_of(char) or fonts.LATIN
        if script == fonts.LATIN and char > "\u0370":
            script = unicodedata.name(char, "LATIN").split()[0]
        found.append(script if script in {*fonts.DRESSES, "GREEK", "CYRILLIC"} else fonts.LATIN)
    return found


def _quotes(letters: list[str], scripts: Counter[str], default: str) -> bool:
    """Whether a sentence of a page that starts at the right only has long words of another script in it."""
    begins = letters[0] == fonts.ARABIC and is_right_to_left(default)
    return begins and scripts[fonts.ARABIC] * _FEW_LETTERS >= len(letters)


def _own(default: str, possible: tuple[str, ...], otherwise: str) -> str:
    return default if default.split("-")[0] in possible else otherwise


def _latin(text: str, default: str) -> str:
    """The language with most small words, if it has clearly more of them than `default` has."""
    if default not in _SMALL_WORDS and default.split("-")[0] in _OTHER_SCRIPTS:
        default = DEFAULT
    hits = dict.fromkeys(_SMALL_WORDS, 0)
    for word in _WORD.findall(text.lower().replace("’", "'")):
        for language in _WHOSE.get(word, ()):
            hits[language] += 1
    best = max(hits, key=lambda language: hits[language])
    if hits[best] >= 2 and hits[best] > 2 * hits.get(default, 0):
        return best
    return default
