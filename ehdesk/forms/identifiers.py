"""NHS numbers, pupil numbers and postcodes: their shape, their check characters, how they are shown.

Nothing here refuses: a number that does not fit is kept as the family gave it, and said to look wrong.
"""

import re
from dataclasses import dataclass

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}")
NO_FIXED_ABODE = "ZZ99 3VZ"


@dataclass(frozen=True)
class Identifier:
    """What was entered, as it is shown, and what looks wrong with it ("" where nothing does)."""

    shown: str
    problem: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether nothing looks wrong."""
        return not self.problem


def nhs_number(text: str) -> Identifier:
    """Ten digits, shown 3-3-4. Spaces and hyphens are passed over.

    The first nine are weighted 10 to 2; the check digit is 11 less the sum's remainder by 11, where 11
    counts as 0 and 10 is never issued. Source: NHS data dictionary, NHS NUMBER.
    """
    digits = _joined(text)
    if not re.fullmatch(r"\d{10}", digits, re.ASCII):
        return Identifier(text.strip(), "An NHS number has 10 digits")
    shown = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    if len(set(digits)) == 1:
        return Identifier(shown, "An NHS number is never one digit repeated")
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    expected = (11 - weighted % 11) % 11
    if expected == 10 or expected != int(digits[9]):
        return Identifier(shown, "This is not an NHS number: its last digit does not fit. Check each digit")
    return Identifier(shown)


def upn(text: str) -> Identifier:
    """A pupil number: a check letter and 12 digits; in a temporary one the last is a letter.

    Characters 2 to 13 are weighted by their position, a letter by its place in the same list, and the
    sum's remainder by 23 chooses the first letter. Source: Department for Education, UPN guide, and
    govtalk UPN 2.0. Whether the local-authority part is one in use is not judged.
    """
    shown = _joined(text).upper()
    if not re.fullmatch(rf"[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]", shown, re.ASCII):
        return Identifier(shown, "A pupil number has a letter and then 12 digits")
    values = [int(each) if each.isdigit() else _UPN_LETTERS.index(each) for each in shown[1:]]
    weighted = sum(value * weight for weight, value in enumerate(values, start=2))
    if _UPN_LETTERS[weighted % 23] != shown[0]:
        return Identifier(
            shown, "This is not a pupil number: its first letter does not fit. Check each digit"
        )
    return Identifier(shown)


def is_temporary_upn(text: str) -> bool:
    """Whether a pupil number is a temporary one: its last character is a letter."""
    return _joined(text)[-1:].isalpha()


def _joined(text: str) -> str:
    """Text without the spaces, hyphens and points that people put into numbers."""
    return re.sub(r"[\s\-–.]", "", text)


def postcode(text: str) -> Identifier:
    """Upper case with one space before the last three. The shape is judged, not whether it exists.

    "ZZ99 3VZ" stands for no fixed abode. Source: Royal Mail's postcode shapes; NHS pseudo postcodes.
    """
    joined = re.sub(r"[^A-Z0-9]", "", text.upper())
    shown = f"{joined[:-3]} {joined[-3:]}" if len(joined) >= 5 else joined
    if shown != NO_FIXED_ABODE and not _POSTCODE.fullmatch(shown):
        return Identifier(shown, "This does not look like a postcode, like HB1 4QP. Check it if you can")
    return Identifier(shown)
