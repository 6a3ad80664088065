"""Drawn pictures of a pack: SVG that holds shapes and words, and nothing that acts, loads or leads elsewhere.

What is allowed is listed, so that what nobody thought of is refused. Names are those of SVG 1.1 (W3C, 2011).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat

from bbs.document import DocumentError, Mark, Problem, did_you_mean, shown

MOST_BYTES = 64 << 10
"""How large a picture may be; a poster takes some three thousand bytes."""
MOST_SHAPES = 5_000
DEEPEST = 20
"""How deep shapes may lie inside one another."""

_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.svg", re.ASCII)
_NAMESPACE = "http://www.w3.org/2000/svg"
_SHAPES = """
svg title desc g rect circle ellipse line polyline polygon path text tspan defs linearGradient radialGradient stop
"""
_LOOKS = """
id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d dx dy points transform role preserveAspectRatio version
fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-opacity
stroke-miterlimit opacity offset stop-color stop-opacity gradientUnits gradientTransform
font-size font-family font-weight font-style text-anchor letter-spacing aria-label aria-hidden
"""
SHAPES, LOOKS = frozenset(_SHAPES.split()), frozenset(_LOOKS.split())
"""Elements and attributes that a picture may have."""
_OUTSIDE = re.compile(r"url\(\s*(?!#[A-Za-z][\w-]*\s*\))|[a-z]+script:|^data:", re.ASCII | re.IGNORECASE)
"""A value that may name only a part of the same picture: `url(#sky)`."""
_BOX = re.compile(r"0 0 ([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be shown: its bytes as they were read, and its size in pixels."""

    body: bytes
    width: int
    height: int


def read_picture(data: bytes, name: str) -> Picture:
    """A picture from the bytes of its file. Raises DocumentError with the first problem."""
    if not _NAME.fullmatch(name):
        remedy = "use small letters, digits and hyphens, and the ending .svg"
        raise _refused(name, Mark(1, 1), f"{shown(name)} can't be the name of a picture", remedy)
    if len(data) > MOST_BYTES:
        remedy = "draw with fewer points"
        raise _refused(name, Mark(1, 1), f"the picture is larger than {MOST_BYTES >> 10} KiB", remedy)
    return _Reading(data, name).picture


class _Reading:
    """One pass over the shapes of a picture, which ends at the first that may not be there."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._shapes = self._depth = 0
        self._size = (0, 0)
        self._parser = expat.ParserCreate("utf-8", "}")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            mark = Mark(error.lineno, error.offset + 1)
            problem = f"this is no picture: {expat.errors.messages[error.code]}"
            raise _refused(name, mark, problem, "save it as plain SVG") from None
        self.picture = Picture(data, *self._size)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, kind = tag.rpartition("}")
        self._shapes += 1
        self._depth += 1
        if space != _NAMESPACE:
            remedy = f'begin with <svg xmlns="{_NAMESPACE}" ...> and leave out what an editor added'
            self._refuse(f"{shown(kind)} is no shape of SVG", remedy)
        if kind not in SHAPES:
            remedy = (
                did_you_mean(kind, SHAPES) or "a picture holds shapes and words, nothing that acts or loads"
            )
            self._refuse(f"{shown(kind)} may not stand in a picture", remedy)
        if self._shapes > MOST_SHAPES or self._depth > DEEPEST:
            limit = f"at most {MOST_SHAPES:,} shapes, {DEEPEST} deep"
            self._refuse("the picture holds too much", f"draw with fewer: {limit}")
        if self._depth == 1:
            self._measure(kind, attributes)
        for look, value in attributes.items():
            self._check(look.rpartition("}")[2], value)

    def _measure(self, kind: str, attributes: dict[str, str]) -> None:
        box = _BOX.fullmatch(attributes.get("viewBox", ""))
        if kind != "svg" or box is None:
            self._refuse("the picture does not say how large it is", 'write <svg ... viewBox="0 0 640 320">')
        else:
            self._size = (int(box[1]), int(box[2]))

    def _check(self, look: str, value: str) -> None:
        if look not in LOOKS:
            remedy = (
                did_you_mean(look, LOOKS) or "leave it out; looks are written as fill=, stroke= and the like"
            )
            self._refuse(f"{shown(look)} may not stand in a picture", remedy)
        if _OUTSIDE.search(value):
            remedy = "name a part of the same picture, as url(#sky), or a colour"
            self._refuse(f"{shown(value[:60])} leads out of the picture", remedy)

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        self._refuse("a picture has no DOCTYPE", "leave the line out")

    def _instruction(self, target: str, _data: str) -> None:
        self._refuse(f"{shown(target)} is an instruction to a program", "leave the line out")

    def _refuse(self, problem: str, remedy: str) -> None:
        mark = Mark(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        raise _refused(self._name, mark, problem, remedy)


def _refused(name: str, mark: Mark, problem: str, remedy: str) -> DocumentError:
    return DocumentError([Problem(name, mark, problem, remedy)])
