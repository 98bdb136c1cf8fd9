"""Why a message is refused as a whole, in the protocol's words."""

from ehdesk.sync import protocol

STATUS = {
    "unreadable": 400,
    "code": 403,
    "no_file": 404,
    "token": 401,
    "signature": 401,
    "epoch": 409,
    "second_life": 409,
    "life_ended": 409,
    "revoked": 410,
    "too_large": 413,
    "too_old": 426,
    "too_many": 429,
    "busy": 503,
}
"""The HTTP status of each kind of trouble."""

LATER = frozenset({429, 503})
"""The statuses that say when to come again."""


class Refused(Exception):
    """Nothing of the message was taken. `trouble` is what the desk is told."""

    def __init__(
        self, code: str, words: str = "", *, epoch: str = "", kept: int = 0, is_anothers: bool = False
    ) -> None:
        super().__init__(code)
        self.trouble = protocol.Trouble(code, words, epoch, kept, is_anothers)
