"""The API described for programs: GET /api/v1/openapi.json, made from the routes themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pydantic
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic.json_schema import models_json_schema

import bbs
from bbs.api.shapes import answer
from bbs.web.keys import AUDIENCE

_PART = re.compile(r"\{([a-z]+)\}")
_REFERENCE = "#/components/schemas/{model}"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}
_TEXT = {"type": "string"}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong; some problems say more than this.",
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "errors": {"type": "array", "items": {"type": "object"}, "description": "Where, and what."},
    },
    "required": ["type", "title", "status", "detail"],
}


@dataclass(frozen=True, slots=True)
class Says:
    """What a description needs to know of a handler beside its address and docstring."""

    body: type[pydantic.BaseModel] | None = None
    query: tuple[str, ...] = ()
    statuses: tuple[int, ...] = (200,)
    """What it answers when all is well, or as the policy tells."""
    content: str = "application/json"
    open: bool = False
    """Answers without a token too."""


DESCRIBED: web.AppKey[Mapping[Handler, Says]] = web.AppKey("described")


async def openapi(request: web.Request) -> web.Response:
    """GET /api/v1/openapi.json: this description."""
    return answer(describe(request.app))


def describe(app: web.Application) -> dict[str, Any]:
    """The OpenAPI document of all addresses below /api/ of an application."""
    described = app[DESCRIBED]
    paths: dict[str, dict[str, Any]] = {}
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith("/api/") and route.method != "HEAD":
            says = described[route.handler]
            paths.setdefault(path, {})[route.method.lower()] = _operation(path, route.handler, says)
    return {
        "openapi": "3.1.0",
        "info": {"title": f"closednet, {app[AUDIENCE]} port", "version": bbs.__version__},
        "paths": paths,
        "components": {
            "schemas": _schemas(described),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(path: str, handler: Handler, says: Says) -> dict[str, Any]:
    name = getattr(handler, "__name__", "")
    text = " ".join((handler.__doc__ or "").split())
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": text.partition(": ")[2].rstrip(".") or text,
        "parameters": [_parameter("path", part) for part in _PART.findall(path)]
        + [_parameter("query", part) for part in says.query],
        "responses": {str(status): _response(status, says.content) for status in says.statuses}
        | {"default": {"description": "A problem (RFC 9457)", "content": _PROBLEM}},
        "security": [] if says.open else [{"token": []}],
    }
    if says.body:
        schema = {"$ref": _REFERENCE.format(model=says.body.__name__)}
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return operation


def _parameter(place: str, name: str) -> dict[str, Any]:
    kind = {"type": "integer", "minimum": 1, "maximum": 100} if name == "limit" else {"type": "string"}
    return {"name": name, "in": place, "required": place == "path", "schema": kind}


def _response(status: int, content: str) -> dict[str, Any]:
    problem = _PROBLEM if status >= HTTPStatus.BAD_REQUEST else {}
    return {"description": HTTPStatus(status).phrase, "content": {content: {}, **problem}}


def _schemas(described: Mapping[Handler, Says]) -> dict[str, Any]:
    models = dict.fromkeys(says.body for says in described.values() if says.body)
    _, made = models_json_schema([(model, "validation") for model in models], ref_template=_REFERENCE)
    schemas: dict[str, Any] = made.get("$defs", {})
    return {**schemas, "Problem": PROBLEM}
