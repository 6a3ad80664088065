"""`bbs network new` and `list`: a network to begin with, and those that come with the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbs.cli.options import complete_pack
from bbs.pack import read_pack
from bbs.pack_places import FIRST_PACK, shipped_packs
from bbs.settings import help_of
from cli.conftest import Bbs


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_network_is_in_order_by_its_folder_and_by_its_file_and_says_what_to_do_next(bbs: Bbs) -> None:
    ran = bbs("network", "new", "Our School")
    assert (ran.status, ran.err) == (0, "")
    assert "bbs network check Our School" in ran.out
    for name in ("Our School", "Our School/network.yaml", "./Our School/"):
        checked = bbs("network", "check", name)
        assert (checked.status, checked.err) == (0, ""), name
        assert "network.yaml: 4 sites, 3 tiers, 1 rule, 3 pages; in order" in checked.out
    pack = read_pack("Our School")
    assert pack.network.id == "our-school"
    assert list(pack.pictures["library"]) == ["/clock.svg"]


def test_the_new_network_answers_questions_about_itself(bbs: Bbs) -> None:
    bbs("network", "new", "ours")
    for at, verdict in (("11:59", "refused"), ("12:00", "opens"), ("13:00", "refused")):
        ran = bbs("network", "try", "newsroom", "--pack", "ours", "--at", at, "--json")
        assert json.loads(ran.out)["verdict"] == verdict, at


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_what_exists_is_never_written_over(bbs: Bbs, kind: str) -> None:
    there = Path("there")
    {
        "folder": there.mkdir,
        "file": lambda: there.write_text("mine", encoding="utf-8"),
        "dangling link": lambda: there.symlink_to("nowhere"),
    }[kind]()
    ran = bbs("network", "new", "there")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "there: there is something with this name already; choose another\n"
    assert [one.name for one in Path().iterdir()] == ["there"]
    if kind == "folder":
        assert list(there.iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "says"),
    [("no/such", "no/such: there is no folder no"), ("x" * 300, "can't be written"), ("a\0b", "null byte")],
)
def test_a_folder_that_cannot_be_made_is_one_clear_line(bbs: Bbs, folder: str, says: str) -> None:
    ran = bbs("network", "new", folder)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_the_shipped_networks_are_listed_with_the_first_one_first(bbs: Bbs) -> None:
    ran = bbs("network", "list")
    assert (ran.status, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == shipped_packs()
    assert shipped_packs()[0] == FIRST_PACK


def test_a_shipped_network_has_the_id_by_which_it_goes() -> None:
    for name in shipped_packs():
        assert read_pack(name).network.id == name


def test_help_and_shells_name_every_shipped_network() -> None:
    for name in shipped_packs():
        assert name in help_of("pack")
        assert complete_pack(name[:2]) == [name]
    assert complete_pack("") == shipped_packs()
    assert complete_pack("zz") == []


@pytest.mark.parametrize(
    "command", [("check",), ("matrix",), ("try", "board", "--pack")], ids=["check", "matrix", "try"]
)
def test_an_id_that_there_is_not_is_told_with_those_that_there_are(
    bbs: Bbs, command: tuple[str, ...]
) -> None:
    ran = bbs("network", *command, "bright-nett")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "bright-nett: there is no such network; did you mean `bright-net`?\n"
    ran = bbs("network", *command, "moon")
    assert f"moon: there is no such network; shipped are {', '.join(shipped_packs())};" in ran.err
    assert "as ./moon" in ran.err


def test_a_folder_of_ones_own_that_is_called_like_a_shipped_network_goes_by_its_path(bbs: Bbs) -> None:
    bbs("network", "new", "bright-net")
    assert "4 sites" in bbs("network", "check", "./bright-net").out
    assert "4 sites" not in bbs("network", "check", "bright-net").out


def test_a_folder_without_a_network_file_says_which_file_is_missing(bbs: Bbs) -> None:
    Path("empty").mkdir()
    ran = bbs("network", "check", "empty")
    assert (ran.status, ran.err.startswith("empty/network.yaml: this file can't be read")) == (2, True)
