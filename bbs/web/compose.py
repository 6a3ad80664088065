"""A form for writing, and the state it is in: fresh, or sent back with what the author is told."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field

from bbs.desk import Conflict, DraftError, Receipt, TooFast
from bbs.store import StoreError
from bbs.web.log import log_once

STATUS = {"refused": 422, "failed": 503, "confirm": 409}
"""The HTTP status of a form that comes back; it says no more than the receipt does."""
FIELDS = ("title", "body")
NOT_KEPT = "The server could not keep this just now. Your text is still in the form; try again in a while."


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form, and why it came back."""

    title: str = ""
    body: str = ""
    once: str = ""
    """A key of this form: sent twice by a double click, it is kept once."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """A message by field; an empty name for one that belongs to no field."""
    receipt: Receipt | None = None
    wait: int = 0
    """Seconds to wait before it is sent again, for somebody who was too fast."""
    asked: bool = False
    """Its author has read a warning about it: nobody is asked twice."""

    @classmethod
    def fresh(cls) -> Form:
        """An empty form."""
        return cls(once=_key())

    @classmethod
    def again(cls, sent: Mapping[str, str], outcome: Receipt | DraftError | TooFast) -> Form:
        """The form as it was sent, with what its author is told; under a new key, since its text may change."""
        errors: dict[str, str] = {}
        if isinstance(outcome, TooFast):
            errors[""] = str(outcome)
        if isinstance(outcome, DraftError):
            errors[outcome.field if outcome.field in FIELDS else ""] = outcome.message
        receipt = outcome if isinstance(outcome, Receipt) else None
        wait = outcome.seconds if isinstance(outcome, TooFast) else 0
        asked = sent.get("confirm") == "yes" or (receipt is not None and receipt.status == "confirm")
        return cls(sent.get("title", ""), sent.get("body", ""), _key(), errors, receipt, wait, asked)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.errors:
            return 429 if self.wait else 422
        return STATUS[self.receipt.status] if self.receipt else 200

    @property
    def asks(self) -> bool:
        """The author is asked whether to send it all the same."""
        return self.receipt is not None and self.receipt.status == "confirm"


def _key() -> str:
    return secrets.token_urlsafe(12)


async def handed_on(sent: Mapping[str, str], asked: Awaitable[Receipt]) -> Receipt | Form:
    """What comes of words that were handed to the desk: its receipt, or the form again where they were not taken."""
    try:
        return await asked
    except (DraftError, TooFast) as error:
        return Form.again(sent, error)
    except Conflict as error:
        return Form.again(sent, DraftError("", str(error)))
    except StoreError as error:
        log_once(error)
        return Form.again(sent, Receipt("failed", None, None, "failed", NOT_KEPT))
