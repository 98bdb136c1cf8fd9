"""One fold for names and texts: what a worker would call the same word becomes the same letters."""

import re
import unicodedata

# Letters that no decomposition brings together, and that people type for one another.
_SAME = str.maketrans(
    {
        **dict.fromkeys("łŁ", "l"),
        **dict.fromkeys("øØ", "o"),
        **dict.fromkeys("đĐðÐ", "d"),
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیېئۍے", "ي"),
        **dict.fromkeys("ةہھەۃۀ", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        "ؤ": "و",
        **dict.fromkeys("ـ'’ʼ‘`´ʹ\u200c\u200d\u00ad", None),
    }
)
# Marks that are dropped: those on Latin, Greek and Cyrillic, on Hebrew and on Arabic letters. The
# vowel signs of Bengali, Gurmukhi, Tamil and their neighbours are letters of their words and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff]"
)
_CJK = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def fold(text: str) -> str:
    """The same for text and query: what a worker would call the same word becomes the same letters."""
    if text.isascii():
        return text.casefold().translate(_SAME)
    apart = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _CJK.sub(r" \1 ", unicodedata.normalize("NFC", apart).translate(_SAME))
