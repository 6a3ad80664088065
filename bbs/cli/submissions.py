"""Submissions as a program or a person writes them: JSON lines, and the options of `bbs policy explain`."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Annotated, BinaryIO, Self

import pydantic
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bbs.document import did_you_mean, shown
from bbs.policy.questions import Sent
from bbs.policy.submission import KINDS, LONGEST_POST, ROLES, Author, Submission
from bbs.policy.times import parse_date, parse_duration, parse_time

LONGEST_LINE = 256 * 1024
"""Bytes of one line: the longest post, all of it escaped, with room for its facts."""


class SubmissionError(ValueError):
    """A submission that can't be read. `column` is the place in its line, from 1."""

    def __init__(self, problem: str, column: int = 1) -> None:
        super().__init__(problem)
        self.column = column


def read_time(value: object) -> dt.time:
    """A time of day such as 14:05; raises ValueError."""
    return parse_time(str(value))


def read_date(text: object) -> dt.date:
    """A date such as 2026-03-14; raises ValueError."""
    return parse_date(str(text))


def read_age(value: object) -> dt.timedelta:
    """A length of time such as `10 minutes`; raises ValueError."""
    return parse_duration(str(value))


def read_role(text: object) -> str:
    """One of the roles; raises ValueError."""
    if text in ROLES:
        return str(text)
    remedy = did_you_mean(str(text), ROLES) or f"write one of {', '.join(ROLES)}"
    raise ValueError(f"nobody has the role {shown(str(text))}; {remedy}")


def read_kind(text: object) -> str:
    """One of the kinds of writing; raises ValueError."""
    if text in KINDS:
        return str(text)
    remedy = did_you_mean(str(text), KINDS) or f"write one of {', '.join(KINDS)}"
    raise ValueError(f"{text!r} is not a kind of writing; {remedy}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AuthorLine(_Strict):
    """Who wrote it, as far as the line says."""

    name: str = ""
    role: Annotated[str, BeforeValidator(read_role)] = "student"
    tier: str = "intranet"
    age: Annotated[dt.timedelta, BeforeValidator(read_age)] | None = None
    posts: Annotated[int, Field(ge=0)] | None = None

    def author(self) -> Author:
        """The same for the engine."""
        return Author(self.name, self.role, self.tier, self.age, self.posts)


class SubmissionLine(_Strict):
    """One line of a JSON-lines file of submissions; only `body` is required."""

    body: str
    title: str = ""
    kind: Annotated[str, BeforeValidator(read_kind)] = "reply"
    site: str | None = None
    board: str | None = None
    by: AuthorLine = AuthorLine()
    at: Annotated[dt.time, BeforeValidator(read_time)] | None = None
    date: Annotated[dt.date, BeforeValidator(read_date)] | None = None
    confirm: bool = False

    @pydantic.model_validator(mode="after")
    def _not_too_long(self) -> Self:
        length = len(self.title) + len(self.body)
        if length > LONGEST_POST:
            raise ValueError(f"title and body have {length} characters; {LONGEST_POST} is the most")
        return self

    def submission(self, key: str) -> Submission:
        """The same for the engine; `key` is what the condition `chance` draws from."""
        by = self.by.author()
        place = (self.kind, self.site, self.board)
        return Submission(self.body, self.title, *place, by, self.at, self.date, self.confirm, key)


_KEY = re.compile(rb'"\s*:')
"""The end of every key, and now and then something in a text."""


def read_line(line: bytes, key: str = "") -> Submission:
    """The submission on one JSON line; raises SubmissionError."""
    if len(line) > LONGEST_LINE:
        raise SubmissionError(f"the line is longer than {LONGEST_LINE >> 10} KiB")
    try:
        read = SubmissionLine.model_validate_json(line)
        if len(_KEY.findall(line)) > len(read.model_fields_set) + len(read.by.model_fields_set):
            # of two equal keys the last would count, in silence
            json.loads(line, object_pairs_hook=_each_key_once)
        return read.submission(key)
    except ValidationError as error:
        raise _in_words(error) from None


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        raise SubmissionError(f"`{twice}` stands there twice; leave one of them out")
    return found


def read_sent(key: str, line: bytes) -> Sent:
    """The submission on one JSON line, and who sent it when; raises SubmissionError."""
    return sent_by(read_line(line, key))


def sent_by(submission: Submission) -> Sent:
    """Who sent the submission of a line, and when, as far as it says."""
    day, time = submission.date, submission.at
    at = dt.datetime.combine(day, time) if day is not None and time is not None else None
    return Sent(submission, submission.by.name or None, at)


def in_order(sent: Sent, last: dt.datetime | None) -> dt.datetime | None:
    """The moment of the newest line so far; raises SubmissionError for one that is older than another before it."""
    if sent.at and last and sent.at < last:
        raise SubmissionError(
            f"this is older than a line before it ({last:%Y-%m-%d %H:%M}); put the oldest first"
        )
    return sent.at or last


def sent_lines(stream: BinaryIO, *, ordered: bool) -> Iterator[tuple[int, Sent | SubmissionError]]:
    """Number and submission of each line, or what is wrong with it; `ordered`: the oldest must come first."""
    last = None
    for number, line in lines_of(stream):
        try:
            sent = read_sent(str(number), line)
            last = in_order(sent, last) if ordered else None
        except SubmissionError as error:
            yield number, error
        else:
            yield number, sent


def lines_of(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line that is not blank; of a line too long, no more than tells that it is."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(LONGEST_LINE)):
            pass
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def read_facts(text: str) -> AuthorLine:
    """The author from `role=student,tier=intranet`; raises SubmissionError."""
    facts: dict[str, object] = {}
    for fact in filter(None, map(str.strip, text.split(","))):
        key, equals, value = (part.strip() for part in fact.partition("="))
        if not equals or key in facts:
            raise SubmissionError(f"{fact!r} is not a fact; write role=student,tier=intranet, each key once")
        facts[key] = int(value) if key == "posts" and value.isdecimal() else value
    try:
        return AuthorLine.model_validate(facts)
    except ValidationError as error:
        raise _in_words(error, AuthorLine) from None


def build(body: str, facts: str, **fields: str | None) -> Submission:
    """A submission from what was typed on the command line; raises SubmissionError."""
    given = {name: value for name, value in fields.items() if value is not None}
    for name, value in {"TEXT": body, **given}.items():
        if not _is_text(value):
            raise SubmissionError(f"{name} is not UTF-8 text")
    try:
        return SubmissionLine.model_validate({"body": body, "by": read_facts(facts), **given}).submission("")
    except ValidationError as error:
        raise _in_words(error) from None


def _is_text(value: str) -> bool:
    """Whether every character is whole: bytes that are not UTF-8 reach a program as halves."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _in_words(error: ValidationError, of: type[BaseModel] = SubmissionLine) -> SubmissionError:
    """Every problem of a line in one sentence each, joined."""
    found = error.errors(include_url=False, include_input=False)
    column = re.search(r"at line 1 column (\d+)", found[0]["msg"])
    problems = [_problem(one["type"], ".".join(map(str, one["loc"])), one["msg"], of) for one in found]
    return SubmissionError("; and ".join(problems), int(column[1]) if column else 1)


_HALF = "an escape that is half a character, as \\\\ud800 is without its other half"
_SHAPES = {
    "missing": "is missing",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be 0 or more",
    "model_type": "must be an object in braces",
}


def _problem(kind: str, key: str, message: str, of: type[BaseModel]) -> str:
    if kind == "json_invalid":
        message = re.sub("(lone leading surrogate in|unexpected end of) hex escape", _HALF, message)
        return "this is not JSON: " + re.sub(r"^Invalid JSON: | at line 1 column \d+$", "", message)
    if kind == "extra_forbidden":
        model = AuthorLine if key.startswith("by.") else of
        known = list(model.model_fields)
        remedy = did_you_mean(key.removeprefix("by."), known) or f"the keys are {', '.join(known)}"
        return f"`{key}` is not a key of {'an author' if model is AuthorLine else 'a submission'}; {remedy}"
    if kind in _SHAPES:
        return f"{f'`{key}`' if key else 'the line'} {_SHAPES[kind]}"
    said = message.removeprefix("Value error, ")
    return f"`{key}`: {said}" if key else said
