"""A policy's text, proofread: every mistake at its place, its list files, its tests and what they would miss."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bbs.difference import plain
from bbs.document import DocumentError, Problem
from bbs.policy.examples import Report, report
from bbs.policy.lists import SHIPPED
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.using import NotThereError
from bbs.resting import collector_at_rest
from bbs.rulebook import FIRST_HOUSE, reserved
from bbs.shipped import PolicyFile
from bbs.store import audit

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in a text. `policy` is None for one that does not load, `report` also where no test was run."""

    text: str
    problems: tuple[Problem, ...] = ()
    policy: Policy | None = None
    report: Report | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The list files and used policies as they were read, by name: publish these, not what lies there later."""
    missing: tuple[str, ...] = ()
    """Those that the text names and that are not there."""

    @property
    def failing(self) -> bool:
        """Whether a test of the policy fails."""
        return bool(self.report and self.report.failed)

    @property
    def digest(self) -> str:
        """Tells whether text and list files are still what somebody looked at."""
        files = {name: content.decode("utf-8", "replace") for name, content in self.files.items()}
        return audit.policy_digest(plain(self.text), files)


def read_through(text: str | bytes, read: Read, file: str = "policy.yaml") -> Proof:
    """Load a text without running its tests."""
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    files: dict[str, bytes] = {}
    missing: list[str] = []

    def noting(name: str) -> bytes:
        try:
            files[name] = read(name)
        except OSError:
            missing.append(name)
            raise
        return files[name]

    try:
        with collector_at_rest():
            policy = load(text, file=file, read=noting)
    except DocumentError as error:
        return Proof(shown, error.problems, files=files, missing=_to_be_given(missing, files))
    if policy.id == FIRST_HOUSE:
        return Proof(shown, (reserved(file),), files=files)
    return Proof(shown, policy=policy, files=files)


def _to_be_given(missing: Iterable[str], found: Collection[str]) -> tuple[str, ...]:
    """What somebody can put in the place of what is missing: nothing shipped, nor what was found to be shipped."""
    return tuple(
        name
        for name in dict.fromkeys(missing)
        if not name.startswith(SHIPPED) and SHIPPED + name not in found
    )


def proofread(text: str | bytes, read: Read, file: str = "policy.yaml") -> Proof:
    """Load a text, run its tests and examples, look for rules that no test would miss."""
    found = read_through(text, read, file)
    if found.policy is None:
        return found
    return Proof(found.text, (), found.policy, report(found.policy), found.files)


def from_files(files: Mapping[str, str]) -> Read:
    """A reader of list files and used policies that are kept or were sent along."""

    def read(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(f"there is no {name} here")
        return files[name].encode()

    return read


def first_of(places: Iterable[Read]) -> Read:
    """A reader that looks in one place after another; raises NotThereError where none has the file."""
    looked_in = tuple(places)

    def read(name: str) -> bytes:
        known: dict[str, None] = {}
        for place in looked_in:
            try:
                return place(name)
            except NotThereError as error:
                known |= dict.fromkeys(error.known)
            except OSError:
                continue
        raise NotThereError(f"{name} was not given along, and there is none of this name here", known)

    return read


def kept_file(policy_id: str, text: str, files: Mapping[str, str], origin: str = "") -> PolicyFile:
    """What the database keeps, a version or a draft, as if it were read from disk."""
    return PolicyFile(text.encode(), f"{policy_id}.yaml", from_files(files), origin)
