"""The table of look-alikes is what the script makes of Unicode's data."""

from __future__ import annotations

import runpy
import unicodedata
from pathlib import Path

import pytest

from bbs.policy import lookalikes

SCRIPT = Path(__file__).with_name("make_lookalikes.py")
DATA = Path(__file__).parents[3] / "shared/data/disguises/unicode/confusables.txt.gz"

SAMPLE = """\ufeff# confusables.txt
# Date: 2022-08-26, 16:49:08 GMT
# Version: 15.0.0
0430 ;\t0061 ;\tMA\t# ( а → a ) CYRILLIC SMALL LETTER A → LATIN SMALL LETTER A\t#
0406 ;\t006C ;\tMA\t# ( І → l ) CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I\t#
05D5 ;\t006C ;\tMA\t# ( ו → l ) HEBREW LETTER VAV\t#
0049 ;\t006C ;\tMA\t# ( I → l ) an ASCII letter\t#
0C02 ;\t006F ;\tMA\t# ( ం → o ) a mark\t#
FB01 ;\t0066 0069 ;\tMA\t# ( ﬁ → fi ) two letters\t#
0660 ;\t002E ;\tMA\t# ( ٠ → . ) no letter\t#
"""


def test_only_single_characters_that_look_like_one_ascii_letter_are_taken(tmp_path: Path) -> None:
    sample = tmp_path / "confusables.txt"
    sample.write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "made.py").write_text(runpy.run_path(str(SCRIPT))["main"](sample), encoding="utf-8")
    made = runpy.run_path(str(tmp_path / "made.py"))
    assert made["LOOKALIKES"] == {ord("а"): "a", ord("І"): "I", ord("ו"): "l"}
    assert "Unicode 15.0.0" in made["__doc__"]


def test_a_file_of_another_kind_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "cakes.txt").write_text("cake", encoding="utf-8")
    with pytest.raises(SystemExit, match="does not say its version; is it confusables"):
        runpy.run_path(str(SCRIPT))["main"](tmp_path / "cakes.txt")


def test_the_table_names_its_version_and_its_licence() -> None:
    assert "Unicode 15.0.0" in str(lookalikes.__doc__)
    assert "COPYRIGHT AND PERMISSION NOTICE" in str(lookalikes.__doc__)


def test_every_entry_is_one_character_beyond_ascii_and_one_ascii_letter() -> None:
    assert len(lookalikes.LOOKALIKES) > 1_000
    for code, letter in lookalikes.LOOKALIKES.items():
        assert code > 127
        assert unicodedata.category(chr(code))[0] != "M"
        assert letter.isascii()
        assert letter.isalpha()


@pytest.mark.realdata
@pytest.mark.skipif(not DATA.exists(), reason="Unicode's confusables.txt.gz is not beside the project")
def test_the_table_is_what_the_script_makes_of_the_data() -> None:
    assert runpy.run_path(str(SCRIPT))["main"](DATA) == Path(lookalikes.__file__).read_text(encoding="utf-8")
