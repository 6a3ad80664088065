"""The table of scripts is what the script makes of Unicode's data."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from bbs.policy import scripts

SCRIPT = Path(__file__).with_name("make_scripts.py")

SAMPLE = """\ufeff# Scripts-17.0.0.txt
# Date: 2025-07-24, 13:28:55 GMT
0000..001F    ; Common # Cc  [32] <control-0000>..<control-001F>
0041..005A    ; Latin # L&  [26] LATIN CAPITAL LETTER A..LATIN CAPITAL LETTER Z
00AA          ; Latin # Lo       FEMININE ORDINAL INDICATOR
005B..0060    ; Latin # made up: touches the first
0300..036F    ; Inherited # Mn [112] COMBINING GRAVE ACCENT..COMBINING LATIN SMALL LETTER X
10300..1031F  ; Old_Italic # Lo  [32] OLD ITALIC LETTER A..OLD ITALIC LETTER ESS
"""


def made(path: Path) -> dict[str, object]:
    sample = path / "Scripts.txt"
    sample.write_text(SAMPLE, encoding="utf-8")
    (path / "made.py").write_text(runpy.run_path(str(SCRIPT))["main"](sample), encoding="utf-8")
    return runpy.run_path(str(path / "made.py"))


def test_ranges_that_touch_are_one_and_what_belongs_to_no_script_is_left_out(tmp_path: Path) -> None:
    table = made(tmp_path)
    assert table["SCRIPTS"] == {"latin": "41-60 aa", "old italic": "10300-1031f"}
    assert table["INHERITED"] == "300-36f"
    assert "Unicode 17.0.0" in str(table["__doc__"])
    assert "© 1991-2025" in str(table["__doc__"])


def test_a_file_of_another_kind_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "cakes.txt").write_text("cake", encoding="utf-8")
    with pytest.raises(SystemExit, match="does not say its version; is it Scripts"):
        runpy.run_path(str(SCRIPT))["main"](tmp_path / "cakes.txt")


def test_the_table_names_its_version_and_its_licence() -> None:
    assert "Unicode 17.0.0" in str(scripts.__doc__)
    assert "Unicode License V3" in str(scripts.__doc__)


def test_no_character_belongs_to_two_scripts() -> None:
    seen: set[int] = set()
    for ranges in (*scripts.SCRIPTS.values(), scripts.INHERITED):
        for part in ranges.split():
            first, _, last = part.partition("-")
            codes = set(range(int(first, 16), int(last or first, 16) + 1))
            assert seen.isdisjoint(codes)
            seen |= codes
    assert len(scripts.SCRIPTS) > 160
