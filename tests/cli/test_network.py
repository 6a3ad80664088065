"""`bbs network check`, `try` and `matrix`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from network.sample import SAMPLE

from bbs.network.load import load
from bbs.network.matrix import matrix
from bbs.network.resolve import Opened
from bbs.shipped import policies_folder
from cli.conftest import Bbs, Ran

PAGES = ("films", "library", "paper", "news", "chat")


@pytest.fixture(autouse=True)
def _small_net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small network with a page for each of its sites; the commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BBS_PACK", raising=False)
    small = SAMPLE.replace("opens: [newspaper]", "opens: [paper]", 1)
    Path("small.yaml").write_text(small, encoding="utf-8")
    for name in PAGES:
        (tmp_path / "p" / name).mkdir(parents=True)
        (tmp_path / "p" / name / "index.md").write_text("# A page\n\nHello.\n", encoding="utf-8")


def visit(bbs: Bbs, *arguments: str) -> dict[str, Any]:
    """What `bbs network try --json` says of the small network."""
    ran = bbs("network", "try", *arguments, "--pack", "small.yaml", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n") == 1
    found: dict[str, Any] = json.loads(ran.out)
    return found


def in_words(bbs: Bbs, *arguments: str) -> list[str]:
    """What `bbs network try` says for people, each line with single spaces."""
    ran = bbs("network", "try", *arguments, "--pack", "small.yaml")
    assert (ran.status, ran.err) == (0, "")
    return [" ".join(line.split()) for line in ran.out.splitlines()]


def refused_in_one_line(ran: Ran, status: int, *says: str) -> None:
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.count("\n") == 1
    assert all(one in ran.err for one in says), ran.err


# check


@pytest.mark.parametrize("file", ["bright-net", str(policies_folder() / "network.yaml")])
def test_the_shipped_network_is_in_order(bbs: Bbs, file: str) -> None:
    ran = bbs("network", "check", file)
    assert (ran.status, ran.err) == (0, "")
    assert "15 sites, 4 tiers, 2 switches, 4 rules" in ran.out
    assert ran.out.endswith("; in order\n")


def test_a_network_in_order_says_how_much_was_read(bbs: Bbs) -> None:
    assert (
        bbs("network", "check", "small.yaml").out
        == "small.yaml: 7 sites, 4 tiers, 5 rules, 5 pages; in order\n"
    )


def test_what_no_reader_gets_as_it_was_written_is_a_warning_at_its_line(bbs: Bbs) -> None:
    Path("p/films/index.md").write_text(
        "# Films\n\n[A](site:board) <b>\n\n[B](site:library/no)\n", encoding="utf-8"
    )
    ran = bbs("network", "check", "small.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert [line.split(": ")[0] for line in ran.out.splitlines()[1:]] == [
        "p/films/index.md:3:17",
        "p/films/index.md:5:5",
    ]


def test_what_should_be_looked_at_is_a_warning_and_no_mistake(bbs: Bbs) -> None:
    text = Path("small.yaml").read_text(encoding="utf-8")
    rule = "rules:\n  - {id: listed, if: {names: {file: names.txt}}, refuse: reset}\n"
    switches = "switches: {fair: {states: {no: {}, yes: {}}}}\n"
    Path("small.yaml").write_text(text.replace("rules:\n", switches + rule), encoding="utf-8")
    Path("names.txt").write_text("0.0.0.0 a.test\n@@||b.test^\n", encoding="utf-8")
    ran = bbs("network", "check", "small.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "small.yaml: 7 sites, 4 tiers, 1 switch, 6 rules, 5 pages; in order",
        "names.txt:2:1: warning: `@@||b.test^` is left out: it opens what another line closes",
        "small.yaml:19:1: warning: no rule asks for the switch `fair`, so turning it changes nothing",
    ]
    assert visit(bbs, "www.a.test")["rule"] == "listed"


def test_a_list_that_leads_out_of_the_folder_or_is_not_there_is_refused(bbs: Bbs, tmp_path: Path) -> None:
    text = Path("small.yaml").read_text(encoding="utf-8")
    rule = "rules:\n  - {id: listed, if: {names: {file: names.txt}}, refuse: reset}\n"
    Path("small.yaml").write_text(text.replace("rules:\n", rule), encoding="utf-8")
    refused_in_one_line(
        bbs("network", "check", "small.yaml"), 1, "small.yaml:20:37: names.txt: this file can't be read"
    )
    Path("names.txt").symlink_to("/etc/hosts")
    refused_in_one_line(bbs("network", "check", "small.yaml"), 1, "leads out of the network's folder")


def test_every_mistake_is_reported_at_its_line(bbs: Bbs) -> None:
    text = Path("small.yaml").read_text(encoding="utf-8")
    text = text.replace("opens: [outside]", "opens: [outsid]").replace("method: DELETE", "method: DELET")
    Path("small.yaml").write_text(text, encoding="utf-8")
    ran = bbs("network", "check", "small.yaml")
    assert (ran.status, ran.out) == (1, "")
    first, second = ran.err.splitlines()
    assert first.startswith("small.yaml:10:")
    assert "did you mean `outside`?" in first
    assert second.startswith("small.yaml:")
    assert "`DELET` is not a method" in second


def test_a_page_that_is_missing_or_has_no_title_is_a_mistake(bbs: Bbs) -> None:
    Path("p/films/index.md").unlink()
    Path("p/news/index.md").write_text("no title", encoding="utf-8")
    ran = bbs("network", "check", "small.yaml")
    assert (ran.status, ran.out) == (1, "")
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [
        "p/films/index.md:1:1",
        "p/news/index.md:1:1",
    ]


@pytest.mark.parametrize(
    ("file", "status", "says"),
    [
        ("nowhere.yaml", 2, "nowhere.yaml: this file can't be read"),
        (".", 2, "can't be read"),
        ("", 2, "name a network file"),
        ("no\nsuch\x1b.yaml", 2, "can't be read"),
        ("empty.yaml", 1, "empty.yaml:1:1: "),
        ("bytes.yaml", 1, "bytes.yaml:1:"),
        ("list.yaml", 1, "list.yaml:1:1: "),
    ],
)
def test_what_is_no_network_is_refused_in_one_line(bbs: Bbs, file: str, status: int, says: str) -> None:
    Path("empty.yaml").write_bytes(b"")
    Path("bytes.yaml").write_bytes(b"network: \xff\n")
    Path("list.yaml").write_bytes(b"- a\n")
    ran = bbs("network", "check", file)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(says) or says in ran.err
    assert "\x1b" not in ran.err


# try


def test_an_address_that_opens_says_by_which_line(bbs: Bbs) -> None:
    lines = in_words(bbs, "http://board.small.test/threads/1")
    assert lines[0] == "Friends' Board opens for tier intranet."
    assert lines[1] == "address http://board.small.test/threads/1"
    assert (
        lines[3]
        == "decided by opens, small.yaml:8: Friends' Board is on the list of sites for tier intranet."
    )


def test_a_refusal_says_what_the_visitor_gets_and_is_told(bbs: Bbs) -> None:
    lines = in_words(bbs, "http://news.outside.test/")
    assert lines[0] == "World News is refused to tier intranet: law."
    assert "is told This address is not available on Small Net." in lines
    assert "measured as http-diff" in lines
    assert any(line.startswith("visitor gets A page that names the law") for line in lines)


def test_a_lie_tells_no_reason_but_the_record_has_it(bbs: Bbs) -> None:
    found = visit(bbs, "http://library.small.test/", "--as", "none")
    assert (found["verdict"], found["way"], found["status"], found["told"]) == ("refused", "missing", 404, "")
    assert found["why"] == "Library is not on the list of sites for tier none."


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("board", "board"),
        ("~board", "board"),
        ("198.51.100.12", "board"),
        ("BOARD.small.test.", "board"),
        ("http://board.small.localhost:8080/", "board"),
        ("http://localhost:8080/~films/today?x=1", "films"),
        ("http://127.0.0.1/", "portal"),
        ("small.test", "portal"),
        ("http://8.8.8.8/", None),
        ("www.example.com", None),
    ],
)
def test_an_address_may_be_typed_in_every_way(bbs: Bbs, typed: str, site: str | None) -> None:
    found = visit(bbs, typed)
    assert found["site"] == site
    assert found["verdict"] == ("opens" if site else "refused")


def test_the_notice_of_a_tier_is_shown(bbs: Bbs) -> None:
    assert "notice This session is observed." in in_words(bbs, "news", "--as", "elite")


@pytest.mark.parametrize(
    ("at", "day", "rule"),
    [
        ("", "", "opens"),
        ("09:00", "", "opens"),
        ("09:00", "mon", "exam-hours"),
        ("9:00", "tue", "exam-hours"),
        ("09:00", "wed", "opens"),
        ("16:00", "mon", "opens"),
    ],
)
def test_rules_with_a_time_hold_at_the_time_that_is_given(bbs: Bbs, at: str, day: str, rule: str) -> None:
    given = [*(["--at", at] if at else []), *(["--day", day] if day else [])]
    found = visit(bbs, "films", *given)
    assert found["rule"] == rule
    assert (found["at"], found["day"]) == (at.zfill(5) if at else None, day or None)
    assert any(line.startswith("time not given") for line in in_words(bbs, "films", *given)) == (not at)


def test_a_method_may_be_chosen(bbs: Bbs) -> None:
    found = visit(bbs, "board", "--method", "delete")
    assert (found["method"], found["rule"], found["told"]) == ("DELETE", "no-deleting", "")


def test_https_is_a_tunnel_and_nothing_of_its_refusal_is_seen(bbs: Bbs) -> None:
    found = visit(bbs, "https://board.small.test/")
    assert (found["method"], found["rule"], found["told"]) == ("CONNECT", "no tunnel", "")
    lines = in_words(bbs, "https://board.small.test/")
    assert "address https://board.small.test/" in lines
    assert "is told no reason" in lines
    assert any("the browser's own error" in line.lower() for line in lines)
    assert visit(bbs, "https://board.small.test/", "--method", "GET")["verdict"] == "opens"


def test_the_shipped_network_is_asked_when_none_is_named(bbs: Bbs) -> None:
    ran = bbs("network", "try", "board")
    assert ran.status == 0
    assert "network.yaml:" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ht!tp:// x",), "can't be an address; write it as http://portal.small.test/"),
        (("",), "can't be an address"),
        (("ftp://board.small.test/",), "can't be an address"),
        (("0x7f.1",), "can't be an address"),
        (("\udcff",), "can't be an address"),
        (("board", "--as", "intranett"), "`intranett` is not a tier of Small Net; did you mean `intranet`?"),
        (("board", "--as", ""), "is not a tier of Small Net; write one of none, intranet, elite, visitor"),
        (("board", "--at", "25:00"), "is not a time of day; write it as 14:05"),
        (("board", "--at", "noon"), "is not a time of day"),
        (("board", "--day", "monday"), "`monday` is not a day; did you mean `mon`?"),
        (("board", "--method", "FETCH"), "`FETCH` is not a method; "),
        ((), "Missing argument 'URL'"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_in_one_line(
    bbs: Bbs, arguments: tuple[str, ...], says: str
) -> None:
    for json_too in ((), ("--json",)):
        ran = bbs("network", "try", *arguments, "--pack", "small.yaml", *json_too)
        refused_in_one_line(ran, 2, "bbs network try: ", says)


@pytest.mark.parametrize("command", [("try", "board", "--pack"), ("matrix",)])
def test_a_network_with_mistakes_answers_nothing(bbs: Bbs, command: tuple[str, ...]) -> None:
    Path("bad.yaml").write_text(SAMPLE.replace("network: 1", "network: 2"), encoding="utf-8")
    ran = bbs("network", *command, "bad.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("bad.yaml:1:10: ")
    refused_in_one_line(bbs("network", *command, "nowhere.yaml"), 2, "nowhere.yaml: this file can't be read")


# switches


def test_a_switch_may_stand_otherwise_for_a_question(bbs: Bbs) -> None:
    for state, rule in (("feb-2013", "opens"), ("mar-2013", "visitors-2013"), ("apr-2016", "visitors-2016")):
        ran = bbs("network", "try", "video", "--as", "visitor", "--switch", f"visitors={state}", "--json")
        assert json.loads(ran.out)["rule"] == rule
    both = ("--switch", "visitors=mar-2013", "--switch", "visitors-at-the-board=open", "--json")
    found = json.loads(bbs("network", "matrix", *both).out)
    assert found["switches"] == {"visitors": "mar-2013", "visitors-at-the-board": "open"}
    opens = [one["site"] for one in found["sites"] if one["tiers"]["visitor"]["verdict"] == "opens"]
    assert opens == ["portal", "board", "hotel"]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("visitors", "turns no switch; write it as visitors=feb-2013"),
        ("visitor=mar-2013", "did you mean `visitors`?"),
        ("visitors=mar-2014", "did you mean `mar-2013`?"),
    ],
)
def test_a_switch_that_cannot_be_turned_so_ends_with_2_in_one_line(bbs: Bbs, word: str, says: str) -> None:
    refused_in_one_line(bbs("network", "try", "board", "--switch", word), 2, "bbs network try: ", says)
    refused_in_one_line(bbs("network", "matrix", "--switch", word), 2, "bbs network matrix: ", says)
    nothing = bbs("network", "try", "board", "--pack", "small.yaml", "--switch", "visitors=x")
    refused_in_one_line(nothing, 2, "`visitors` is not a switch of Small Net; it has none")


# matrix


def test_the_matrix_has_a_row_a_site_and_a_column_a_tier(bbs: Bbs) -> None:
    ran = bbs("network", "matrix", "small.yaml")
    assert (ran.status, ran.err) == (0, "")
    head, *rows = [line.split("  ") for line in ran.out.splitlines()]
    assert " ".join(head).split() == ["none", "intranet", "elite", "visitor"]
    assert [row[0].strip() for row in rows] == [
        "portal",
        "board",
        "films",
        "library",
        "paper",
        "news",
        "chat",
    ]
    cells = {row[0]: [cell.strip() for cell in row[1:] if cell.strip()] for row in rows}
    assert cells["library"][-1] == "opens (visitors-in-the-library, line 35)"
    assert cells["chat"] == ["reset (line 6)", "reset (line 8)", "opens (line 9)", "opens (line 10)"]


def test_every_cell_is_what_the_network_decides(bbs: Bbs) -> None:
    found = json.loads(bbs("network", "matrix", "small.yaml", "--json").out)
    network = load(Path("small.yaml").read_bytes(), "small.yaml")
    rows = matrix(network)
    assert found["network"] == "small-net"
    assert [site["site"] for site in found["sites"]] == [row.site.id for row in rows]
    for site, row in zip(found["sites"], rows, strict=True):
        assert list(site["tiers"]) == list(network.tiers)
        for tier, cell in site["tiers"].items():
            result = row.cells[tier]
            assert cell["verdict"] == ("opens" if isinstance(result, Opened) else "refused")
            assert (cell["rule"], cell["line"]) == (result.ground.rule, result.ground.line)


def test_the_matrix_of_a_moment_has_the_rules_of_that_moment(bbs: Bbs) -> None:
    at_nine = bbs("network", "matrix", "small.yaml", "--at", "9:00", "--day", "mon").out
    assert "page (exam-hours, line 20)" in at_nine
    assert "exam-hours" not in bbs("network", "matrix", "small.yaml").out


def test_the_matrix_of_the_shipped_network_is_shown_when_none_is_named(bbs: Bbs) -> None:
    assert "encyclopedia" in bbs("network", "matrix").out


@pytest.mark.parametrize("option", [("--at", "8"), ("--day", "someday")])
def test_a_moment_that_cannot_be_ends_with_2_in_one_line(bbs: Bbs, option: tuple[str, str]) -> None:
    refused_in_one_line(bbs("network", "matrix", *option), 2, "bbs network matrix: ", option[1])
