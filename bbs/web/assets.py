"""Static files, read into memory once: no folder is served, so no path can leave it."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

PREFIX = "/-/static/"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, its type, and a short digest that names this version."""

    body: bytes
    content_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Every static file by its name relative to the folder, with forward slashes."""

    files: Mapping[str, Asset]

    @classmethod
    def read(cls, folder: Path) -> Assets:
        """Read all files below a folder."""
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        return cls({path.relative_to(folder).as_posix(): _asset(path) for path in paths})

    def url(self, name: str) -> str:
        """The address of a file, the same on every host. Raises KeyError for an unknown name."""
        return f"{PREFIX}{name}?v={self.files[name].digest}"


ASSETS = web.AppKey("assets", Assets)


async def static(request: web.Request) -> web.Response:
    """Answer with one static file. Its address changes with its content, so browsers may keep it."""
    asset = request.app[ASSETS].files.get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable", "ETag": f'"{asset.digest}"'}
    kind = asset.content_type
    return web.Response(body=asset.body, content_type=kind, charset=_charset(kind), headers=headers)


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(body, kind, hashlib.sha256(body).hexdigest()[:12])


def _charset(content_type: str) -> str | None:
    return "utf-8" if content_type.startswith("text/") else None
