"""What is kept, and the only SQL: a SQLite database with one writer, opened by `Store.open`."""

from bbs.store.audit import Fault, verify_chain
from bbs.store.errors import Conflict, Damaged, NotFound, StoreError
from bbs.store.ids import new_id
from bbs.store.records import (
    ERASED,
    PROGRAM,
    TEACHER,
    WORDS_ERASED,
    AuditRow,
    DecisionRow,
    Person,
    PolicyDraft,
    PolicyVersion,
    Post,
    Runaway,
    Session,
    Thread,
)
from bbs.store.store import Store
from bbs.store.transaction import Reads, Row, Transaction

__all__ = [
    "ERASED",
    "PROGRAM",
    "TEACHER",
    "WORDS_ERASED",
    "AuditRow",
    "Conflict",
    "Damaged",
    "DecisionRow",
    "Fault",
    "NotFound",
    "Person",
    "PolicyDraft",
    "PolicyVersion",
    "Post",
    "Reads",
    "Row",
    "Runaway",
    "Session",
    "Store",
    "StoreError",
    "Thread",
    "Transaction",
    "new_id",
    "verify_chain",
]
