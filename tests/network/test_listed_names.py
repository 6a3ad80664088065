"""Rules by name: written in the rule, or in a list of any of four formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import DocumentError
from bbs.network.load import load
from bbs.network.name_entries import MOST_NAMES
from bbs.network.name_lists import read_names
from bbs.network.resolve import Ask, Network
from bbs.network.rules import covered

from .sample import SAMPLE

LABELS = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda one: one[2:4] != "--")
NAMES = st.sets(
    st.builds(lambda *parts: ".".join(parts), LABELS, LABELS, st.just("test")), min_size=1, max_size=30
)
FORMATS: dict[str, Callable[[str], str]] = {
    "hosts": lambda name: f"0.0.0.0 {name}",
    "plain": lambda name: name,
    "dnsmasq": lambda name: f"address=/{name}/",
    "adblock": lambda name: f"||{name}^",
}


def with_names(names: str, **files: bytes) -> Network:
    """The small network with a rule of these names, first of all."""

    def read(name: str) -> bytes:
        try:
            return files[name]
        except KeyError:
            raise FileNotFoundError(f"{name}: this file can't be read") from None

    rule = f"rules:\n  - {{id: listed, if: {{names: {names}}}, refuse: reset}}\n"
    return load(SAMPLE.replace("rules:\n", rule), "n.yaml", read)


def meets(net: Network, host: str, tier: str = "elite") -> bool:
    return net.resolve(Ask(host, tier=tier, proxied=True)).ground.rule == "listed"


@given(NAMES)
def test_the_same_names_in_four_formats_are_the_same_set(names: set[str]) -> None:
    for line in FORMATS.values():
        found = read_names("".join(f"{line(name)}\n" for name in sorted(names)))
        assert {name for name, _ in found.names} == names
        assert found.unread == ()


@pytest.mark.parametrize("form", FORMATS)
def test_a_rule_takes_its_names_from_a_file_of_any_format(form: str) -> None:
    line = FORMATS[form]
    text = f"{line('chat.outside.test')}\n{line('bad.example.test')}\n".encode()
    net = with_names("{file: closed}", closed=text)
    assert meets(net, "chat.outside.test")
    assert meets(net, "bad.example.test")
    assert not meets(net, "news.outside.test")
    assert net.lists == ("closed",)
    assert net.warnings == ()


def test_a_name_stands_for_itself_and_all_below_it_on_every_lane() -> None:
    net = with_names("[outside.test, Board.small.test]")
    for host in ("chat.outside.test", "outside.test", "a.b.outside.test", "chat.outside.localhost", "x.outside.localhost",
                 "board.small.test", "board.small.localhost", "198.51.100.12", "x.board.small.test"):  # fmt: skip
        assert meets(net, host), host
    for host in (
        "notoutside.test",
        "test",
        "small.test",
        "films.small.test",
        "outside.test.example",
        "198.51.100.1",
    ):
        assert not meets(net, host), host
    board = net.resolve(Ask("localhost", "/~board/", "intranet"))
    assert board.ground.rule == "listed"


def test_a_list_may_name_sites_by_number() -> None:
    net = with_names("[198.51.100.12]")
    assert meets(net, "board.small.test")
    assert not meets(net, "98.51.100.12")


def test_a_rule_may_open_the_sites_of_a_list() -> None:
    text = SAMPLE.replace("rules:\n", "rules:\n  - {id: fair, if: {names: [chat.outside.test]}, open: yes}\n")
    net = load(text, "n.yaml")
    assert net.resolve(Ask("chat.outside.test", tier="intranet")).ground.rule == "fair"
    assert net.resolve(Ask("x.chat.outside.test", tier="intranet")).ground.rule == "not listed"
    assert "chat" in {site.id for site in net.open_to("intranet")}


def test_several_lists_come_together() -> None:
    net = with_names("{file: [one, two]}", one=b"a.test\n", two=b"||b.test^\n")
    assert meets(net, "a.test")
    assert meets(net, "b.test")
    assert net.lists == ("one", "two")


def test_lines_that_say_more_than_a_name_are_left_out_with_a_warning() -> None:
    net = with_names("{file: closed}", closed=b"a.test\n@@||b.test^\n||c.test^$third-party\n")
    assert [str(one) for one in net.warnings] == [
        "closed:2:1: `@@||b.test^` is left out: it opens what another line closes",
        "closed:3:1: `||c.test^$third-party` is left out: it holds under conditions that a name can't say",
    ]
    many = with_names("{file: closed}", closed=b"a.test\n" + b"nothing\n" * 50)
    assert len(many.warnings) == 21
    assert many.warnings[-1].problem == "and 30 more lines are left out"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("{file: nowhere.txt}", "nowhere.txt: this file can't be read; put the file there, or name another"),
        ("{file: ../closed}", "`../closed` can't be the name of a list; name a file beside this one"),
        ("{file: /etc/hosts}", "`/etc/hosts` can't be the name of a list"),
        ("{file: a/../../b}", "`a/../../b` can't be the name of a list"),
        ("{file: empty}", "empty:1:1: the list holds no name; write one name a line, as news.outside.test"),
        ("{file: latin}", "latin:1:1: byte 1 of the file (0xe9) is not UTF-8"),
        ("{file: long}", "long:100001:1: more than 100,000 names; leave some out"),
        ("{files: x}", "`files` is not a key of names; did you mean `file`?"),
        ("{}", "names has no `file`"),
        ("[]", "the list of names is empty"),
        ("[a b]", "`a b` can't be the name of a host; write a name as news.outside.test, or {file: lists/names.txt}"),
        ("[[a.test]]", "names takes words, one or a list"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_taken_is_told_at_its_place(names: str, said: str) -> None:
    long = "".join(f"a{n}.test\n" for n in range(MOST_NAMES + 1)).encode()
    with pytest.raises(DocumentError) as caught:
        with_names(names, empty=b"# nothing\n", latin=b"\xe9.test\n", long=long)
    found = [str(problem) for problem in caught.value.problems]
    assert any(said in one for one in found), found


def test_a_text_without_a_folder_has_no_lists() -> None:
    with pytest.raises(DocumentError, match="there are no files beside this text"):
        load(SAMPLE.replace("{tier: visitor, site: board}", "{names: {file: x}}"), "n.yaml")


@given(st.lists(LABELS, min_size=1, max_size=6), NAMES)
def test_a_host_is_covered_by_itself_and_by_each_of_its_ends(labels: list[str], others: set[str]) -> None:
    host = ".".join(labels)
    ends = {".".join(labels[start:]) for start in range(len(labels))}
    assert covered(host, frozenset(others)) == bool(ends & others)
    assert all(covered(host, {end}) for end in ends)
