"""Reading what a client sent: strict, bounded, and never an error 500.

aiohttp's own readers accept utf-7, answer 500 to unknown charsets and unpack compressed bodies;
these do not.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

import pydantic
from aiohttp import web
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge

BODY_LIMIT = 128 * 1024
"""Largest body in bytes."""
BODY_SECONDS = 10.0
"""How long a client may take to send a body."""
FIELDS_LIMIT = 100

Model = TypeVar("Model", bound=pydantic.BaseModel)


class BadBody(Exception):  # noqa: N818  # reads as what it is: the body is bad
    """A body that is not read: the HTTP status to answer and a plain sentence about what is wrong."""

    def __init__(self, status: int, message: str, errors: tuple[dict[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors


async def form(request: web.Request, *, limit: int = BODY_LIMIT) -> dict[str, str]:
    """The fields of a URL-encoded form, line ends as `\\n`. Raises BadBody for anything else."""
    _require_type(request, "application/x-www-form-urlencoded", "a form")
    return parse_form(await read_body(request, limit))


async def json_body(request: web.Request, model: type[Model], *, limit: int = BODY_LIMIT) -> Model:
    """A JSON body, checked against a pydantic model. Raises BadBody: 400 unreadable, 422 of another shape."""
    _require_type(request, "application/json", "JSON")
    data = parse_json(await read_body(request, limit))
    try:
        return model.model_validate(data)
    except pydantic.ValidationError as error:
        raise BadBody(422, "The JSON body does not have the expected shape.", _complaints(error)) from None


async def read_body(request: web.Request, limit: int = BODY_LIMIT) -> bytes:
    """The raw body, at most `limit` bytes, within BODY_SECONDS. Raises BadBody with 408, 413 or 415."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise BadBody(415, "Compressed bodies are not read. Please send it as it is.")
    if request.headers.get("Transfer-Encoding", "chunked").strip().lower() != "chunked":
        raise BadBody(415, "Bodies are read that come whole, or in plain pieces.")
    if (request.content_length or 0) > limit:
        raise BadBody(413, f"That is too much at once: at most {limit // 1024} KiB are read.")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _collect(request, limit)
    except TimeoutError:
        raise BadBody(408, "The rest of the message did not arrive in time.") from None
    except (HTTPRequestEntityTooLarge, ConnectionError, ValueError, EOFError) as error:
        raise BadBody(400, "The message could not be read to its end.") from error


def parse_form(raw: bytes) -> dict[str, str]:
    """URL-encoded bytes as fields; every field once, UTF-8 only. Raises BadBody."""
    fields: dict[str, str] = {}
    pairs = [pair for pair in raw.split(b"&") if pair]
    if len(pairs) > FIELDS_LIMIT:
        raise BadBody(400, f"A form has at most {FIELDS_LIMIT} fields.")
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        key = _unquote(name)
        if key in fields:
            raise BadBody(400, "The form names one field twice.")
        fields[key] = _unquote(value).replace("\r\n", "\n")
    return fields


def parse_json(raw: bytes) -> Any:
    """JSON text in UTF-8; NaN, Infinity, doubled keys and lone surrogates are refused. Raises BadBody."""
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_each_key_once)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError:
        raise BadBody(400, "The body is not valid UTF-8 text.") from None
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise BadBody(
            400, f"The JSON body has {half} without its other half: that is no character."
        ) from None
    except RecursionError:
        raise BadBody(400, "The JSON body is nested too deeply.") from None
    except ValueError as error:
        raise BadBody(400, f"The body is not valid JSON: {error}") from None
    return data


async def _collect(request: web.Request, limit: int) -> bytes:
    body = bytearray()
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > limit:
            raise BadBody(413, f"That is too much at once: at most {limit // 1024} KiB are read.")
    return bytes(body)


def _require_type(request: web.Request, wanted: str, name: str) -> None:
    kind, _, parameters = request.headers.get("Content-Type", "").partition(";")
    if kind.strip().lower() != wanted:
        raise BadBody(415, f"This address reads {name} ({wanted}) only.")
    charset = parameters.strip().lower().removeprefix("charset=").strip('" ')
    if charset not in ("", "utf-8", "utf8"):
        raise BadBody(415, "Only UTF-8 text is read.")


def _unquote(raw: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadBody(400, "The form is not valid UTF-8 text.") from None


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a JSON number")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return table


def _complaints(error: pydantic.ValidationError) -> tuple[dict[str, str], ...]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple({"field": ".".join(map(str, one["loc"])), "problem": one["msg"]} for one in found)
