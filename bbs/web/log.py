"""The log of the HTTP server: only what the program did wrong, and nobody's address."""

from __future__ import annotations

import logging

from aiohttp.http_exceptions import HttpProcessingError

from bbs.store import StoreError


class OwnFaultsOnly(logging.Filter):
    """Leaves out what clients do wrong, or an attack would fill the disk; takes addresses out of the rest."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a malformed request and for a client that hung up."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError | ConnectionError):
            return False
        record.msg, record.args = "a request failed before it reached a page", ()
        return True


def http_log() -> logging.Logger:
    """The logger that both ports give to aiohttp."""
    logger = logging.getLogger("bbs.http")
    if not logger.filters:
        logger.addFilter(OwnFaultsOnly())
    return logger


_said: list[str] = []


def log_once(error: StoreError) -> None:
    """One line for a disk that fails, until it fails in another way: a full disk must not fill the log as well."""
    if _said != [str(error)]:
        _said[:] = [str(error)]
        logging.getLogger("bbs").error("%s", error)
