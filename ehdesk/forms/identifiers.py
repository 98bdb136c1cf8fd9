"""NHS numbers, pupil numbers, postcodes, phones, emails: shape, check characters, how they are shown.

Nothing here refuses: what does not fit is kept as the family gave it, and said to look wrong. Finishing
a form waits for `fault`; `doubt` is only said.
"""

import re
from collections.abc import Callable, Mapping
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


def phone(text: str) -> Identifier:
    """A number that can be rung: 3 to 15 digits, with + in front of a country's. Shown as it was typed.

    Spaces, brackets, points and hyphens are passed over, and an extension after "ext" or "x" too; where
    the gaps go is left to whoever typed them. Source: ITU-T E.164 (at most 15 digits); GOV.UK Design
    System, telephone numbers: let people enter them in the format that they know.
    """
    shown = " ".join(text.split())
    number = re.sub(r"\s*(ext\.?|x)\s*\d{1,6}$", "", shown, flags=re.IGNORECASE)
    digits = re.sub(r"[\s().\-–/]", "", number)
    if not re.fullmatch(r"\+?\d{3,15}", digits, re.ASCII):
        return Identifier(shown, "Enter a phone number, like 01632 960 001 or +44 1632 960 001")
    return Identifier(shown)


def email(text: str) -> Identifier:
    """Something, @, and a domain with a point. Whether it arrives is not judged.

    Source: GOV.UK Design System, email addresses: check the shape lightly, because real ones are odd.
    """
    shown = text.strip()
    if not re.fullmatch(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+", shown):
        return Identifier(shown, "Enter an email address, like name@example.com")
    return Identifier(shown)


def is_test_nhs_number(text: str) -> bool:
    """Whether it is of the range 999, which is never issued: practice vaults use no other.

    Source: NHS number test ranges, as public test-data tools document them.
    """
    return _joined(text).startswith("999") and nhs_number(text).is_valid


def upn_authority_in_doubt(text: str) -> str:
    """What to say where digits 2 to 4 of a pupil number are no local authority's; "" where they may be.

    Authorities have numbers from 201 (City of London) on; which of those are in use changes.
    Source: Department for Education, UPN guide: the establishment's local authority at allocation.
    """
    shown = _joined(text).upper()
    if not re.fullmatch(r"[A-Z]\d{3}.*", shown, re.ASCII) or int(shown[1:4]) >= 201:
        return ""
    return f"No local authority has the number {shown[1:4]}. Check this pupil number if you can"


# What a form's `format` asks for


_READ: Mapping[str, Callable[[str], Identifier]] = {
    "nhs_number": nhs_number,
    "upn": upn,
    "postcode": postcode,
    "phone": phone,
    "email": email,
}


def shown(kind: str, text: str) -> str:
    """An answer of this format as people write it; as it was typed where it does not fit."""
    read = _READ[kind](text) if kind in _READ else Identifier(text)
    return read.shown if read.is_valid else text


def fault(kind: str, text: str) -> str:
    """What must be put right before finishing, or "". A postcode is never that."""
    if kind not in _READ or kind == "postcode":
        return ""
    return _READ[kind](text).problem


def doubt(kind: str, text: str) -> str:
    """What is worth a second look, or ""."""
    if kind == "postcode":
        return postcode(text).problem
    return upn_authority_in_doubt(text) if kind == "upn" and upn(text).is_valid else ""
