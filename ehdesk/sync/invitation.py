"""What a worker is given to connect a laptop: an address and a code, pasted in whatever way they came."""

import re
from typing import NamedTuple

_CODE = re.compile(r"([A-Za-z0-9_-]+\.[0-9A-Za-z]{4}(?:[\s-]*[0-9A-Za-z]{4}){3})\W*$")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Invitation(NamedTuple):
    """Where the centre is, and the code. Either is empty where it was not found."""

    address: str
    code: str


def read(text: str) -> Invitation:
    """The address and the code in a text, in this order, on one line or several.

    An address without "https://" is given it. The code may have been typed with spaces for its hyphens.
    """
    found = _CODE.search(text.strip())
    code = "-".join(found.group(1).split()) if found else ""
    rest = (text.strip()[: found.start()] if found else text).split()
    address = next((word for word in rest if _SCHEME.match(word)), "")
    if not address:
        address = next((f"https://{word}" for word in rest if "." in word), "")
    return Invitation(address.rstrip("/#?,;"), code)
