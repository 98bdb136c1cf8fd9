"""What each end signs, word by word: of an exchange, of an answer and its receipts, of a piece of a file.

Every text begins with what it is for, so that a signature of one kind is none of another.
"""

import hashlib
import hmac
from typing import Protocol


class Numbered(Protocol):
    """An exchange, as far as it has a place: its life and its number."""

    @property
    def incarnation(self) -> str:
        """The device's life."""

    @property
    def number(self) -> int:
        """Its number within that life."""


def receipts_text(device: str, sent: Numbered, sent_digest: str, listed: bytes) -> bytes:
    """What the centre signs once for an answer: this list of receipts (JSON bytes) is what it said to this
    exchange of this device, and no other."""
    said = (device, sent.incarnation, str(sent.number), sent_digest, digest(listed))
    return "|".join(("ehdesk/1/receipts", *said)).encode()


def exchange_text(device: str, sent_digest: str) -> bytes:
    """What a desk signs of an exchange: its digest holds its incarnation, number and the one before it."""
    return f"ehdesk/1/exchange|{device}|{sent_digest}".encode()


def answer_text(device: str, sent_digest: str, answer_digest: str) -> bytes:
    """What the centre signs of an answer as it goes out, so that nobody on the way can change a word."""
    return f"ehdesk/1/answer|{device}|{sent_digest}|{answer_digest}".encode()


def idle_text(device: str, sent_digest: str, answer_digest: str, asked: str) -> bytes:
    """The same of an answer to an exchange that does not count. `asked` is the desk's word for this one time:
    two such exchanges may be alike to the last byte."""
    return f"ehdesk/1/idle|{device}|{sent_digest}|{answer_digest}|{asked}".encode()


def file_text(device: str, previous: str, method: str, sha256: str, start: int, piece: bytes) -> bytes:
    """What a desk signs to send or ask for a piece of a file. `previous` is the digest of its last exchange,
    so that the same words are nothing after the next one."""
    said = (device, previous, method, sha256, str(start), digest(piece))
    return "|".join(("ehdesk/1/file", *said)).encode()


def hand_in_token(authority: str, device: str, token_hash: str) -> str:
    """By what a locked laptop hands in what it cannot read: it opens that one door and no other, and tells
    nothing of the device's own token, of which both ends know the hash."""
    secret = hmac.new(token_hash.encode(), b"ehdesk/1/hand-in", hashlib.sha256).hexdigest()
    return f"{authority}.{device}.{secret}"


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()
