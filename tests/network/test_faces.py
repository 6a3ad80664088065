"""How sites look: a face from a short list, and colours that can be read on it, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bbs.document import DocumentError
from bbs.network.load import load
from bbs.network.sites import FACES
from bbs.pack import read_pack

from .sample import SAMPLE

STYLES = Path(__file__).parents[2] / "templates" / "static"
READ = (("ink", "paper"), ("ink", "sheet"), ("ink", "tint"), ("soft", "paper"), ("soft", "sheet"), ("soft", "tint"),
        ("accent", "paper"), ("accent", "sheet"), ("accent", "tint"), ("accent-ink", "accent"))  # fmt: skip
"""What is written on what."""


def with_face(face: str) -> str:
    return SAMPLE.replace("pages: p/library,", f"pages: p/library, face: {face},")


def test_a_site_has_the_face_that_its_entry_names_or_that_of_its_kind() -> None:
    sites = load(with_face("hotel"), "n.yaml").sites
    assert {name: site.face for name, site in sites.items()} == {
        "portal": "plain", "board": "plain", "films": "plain", "library": "hotel", "paper": "newspaper",
        "news": "abroad", "chat": "abroad",
    }  # fmt: skip


def test_another_face_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(DocumentError, match=r"`hotle` .*did you mean `hotel`"):
        load(with_face("hotle"), "n.yaml")


def test_portal_and_board_have_faces_of_their_own() -> None:
    text = SAMPLE.replace("kind: board,", "kind: board, face: press,")
    with pytest.raises(DocumentError, match="a board has a face of its own; leave `face` out"):
        load(text, "n.yaml")


def test_the_shipped_sites_wear_every_face() -> None:
    assert {site.face for site in read_pack("bright-net").network.sites.values()} == {*FACES}


def colours(text: str, selector: str) -> Iterator[dict[str, str]]:
    """The colours that rules for exactly this selector name, in the order of the file."""
    for rule in re.finditer(rf"(?m)^ *{re.escape(selector)} \{{(.*?)\}}", text, re.DOTALL):
        yield dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", rule[1]))


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 computes it."""
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("face", [*(face for face in FACES if face != "plain"), "board"])
def test_every_face_can_be_read_in_light_and_dark(face: str) -> None:
    house, faces = [(STYLES / f"{name}.css").read_text(encoding="utf-8") for name in ("closednet", "faces")]
    usual, own = [*colours(house, ":root")][:2], [*colours(faces, f".face-{face}")]
    assert len(own) == 2, "one rule for light, one for dark"
    for scheme in (0, 1):
        worn = usual[0] | (usual[1] if scheme else {}) | own[0] | (own[1] if scheme else {})
        poor = {pair: round(contrast(worn[pair[0]], worn[pair[1]]), 2) for pair in READ}
        assert {pair: value for pair, value in poor.items() if value < 4.5} == {}
        assert contrast(worn["edge"], worn["sheet"]) >= 3
