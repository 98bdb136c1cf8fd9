"""A PDF that only opens with its password: AES with 256 bits, as PDF 2.0 (ISO 32000-2) has it.

The password is words to say aloud: on the telephone, never beside the file.
"""

import functools
import io
import secrets

import pikepdf

from ehdesk import aloud, files

WORDS = 6
"""Of a list of 256: 48 bits, behind the slow hash of the format's sixth revision."""
_NAME_LETTERS = 4


@functools.cache
def spoken_words() -> tuple[str, ...]:
    """Everyday words that are not mistaken for one another when they are said."""
    return tuple((files.resources() / "spoken" / "words.txt").read_text("ascii").split())


def password() -> str:
    """Six words: "otter teapot maple velvet harbour lemon"."""
    return " ".join(secrets.choice(spoken_words()) for _ in range(WORDS))


def neutral_name() -> str:
    """A file name that tells nobody anything: "document-7K2M.pdf"."""
    return f"document-{''.join(secrets.choice(aloud.ALPHABET) for _ in range(_NAME_LETTERS))}.pdf"


def sealed(pdf: bytes, opened_by: str) -> bytes:
    """The same pages, encrypted. Whoever opens it may print it and have it read out."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        lock = pikepdf.Encryption(
            user=opened_by, owner=secrets.token_urlsafe(24), R=6, aes=True, metadata=True
        )
        opened.save(file, encryption=lock)
    return file.getvalue()
