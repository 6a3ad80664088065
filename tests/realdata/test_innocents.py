"""What a word costs in innocents, by the names and words of real people (run with -s for the figures)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbs.cli import main
from bbs.cli.words_file import read_words
from bbs.policy.evasion.trial import Trial, hitting
from bbs.policy.innocents import costs
from bbs.policy.load import load
from bbs.policy.steps import NAMED

DATA = Path(__file__).parents[3] / "shared" / "data" / "innocents"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the real data (shared/data beside the project) is not here"
    ),
]

ENGLISH = DATA / "american-english-small.gz"
WOMEN, MEN = DATA / "dist.female.first", DATA / "dist.male.first"


def words(file: Path) -> tuple[str, ...]:
    found = read_words(str(file))
    assert not isinstance(found, int)
    return found


def inside(phrase: str, file: Path) -> list[str]:
    it = load(
        f"policy: 1\nid: it\ndefault: allow\nrules: [{{id: it, if: {{words: ['{phrase}']}}, then: block}}]\n",
        file="it",
    )
    return [word for cost in costs(it, words(file)) for word in cost.inside]


def test_a_census_and_a_packed_dictionary_are_read_as_they_are() -> None:
    assert words(WOMEN)[:3] == ("MARY", "PATRICIA", "LINDA")
    assert (len(words(WOMEN)), len(words(MEN)), len(words(ENGLISH))) == (4_275, 1_219, 51_294)


@pytest.mark.parametrize(
    ("phrase", "file", "count", "among"),
    [
        ("*ass*", ENGLISH, 384, {"class", "passenger", "embassy", "assistance"}),
        ("*ass*", WOMEN, 14, {"CASSANDRA", "CASSIE"}),
        ("*rat*", ENGLISH, 851, {"gratitude", "pirate", "decoration"}),
        ("ass", ENGLISH, 0, set()),
        ("ass*", ENGLISH, 116, {"assembly", "assistant"}),
    ],
)
def test_a_star_is_dear(phrase: str, file: Path, count: int, among: set[str]) -> None:
    found = inside(phrase, file)
    assert len(found) == count
    assert among <= {*found}


def test_of_the_words_of_english_hardly_any_is_misread_because_none_has_a_digit() -> None:
    rules = "rules: [{id: it, if: {words: [sos, '*ass*', los]}, then: block}]\n"
    ways = {
        way: load(f"policy: 1\nid: it\ndefault: allow\n{rules}", file="it", see_through=way) for way in NAMED
    }
    lab = Trial(ways, hitting(ways["exact"], "ass"))
    exact, plain, tricks = (lab.toll(way, words(ENGLISH)) for way in NAMED)
    assert [len(one.inside) for one in (exact, plain, tricks)] == [384, 384, 384]
    assert tricks.misread == ()
    assert len(lab.toll("exact", words(WOMEN)).inside) == 0  # the census writes capitals
    assert len(lab.toll("plain", words(WOMEN)).inside) == 14


def test_a_starred_word_is_warned_of_with_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rules = "rules: [{id: it, if: {words: ['*ass*']}, then: block}]\n"
    Path("it.yaml").write_text(f"policy: 1\nid: it\ndefault: allow\n{rules}", encoding="utf-8")
    assert main(["policy", "check", "it.yaml", "--words", str(ENGLISH)]) == 0
    out = capsys.readouterr().out
    assert f"it.yaml:4:31: warning: `*ass*` of `it` also hits 384 of 51,294 words in {ENGLISH}, as " in out
