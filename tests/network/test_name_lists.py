"""Names of hosts in the four forms in which people keep them."""

from __future__ import annotations

import pytest

from bbs.document import Mark
from bbs.network.name_lists import is_name_list, read_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("ads.test", ["ads.test"]),
        ("*.ads.test", ["ads.test"]),
        (".ads.test  # why", ["ads.test"]),
        ("ADS.Test.", ["ads.test"]),
        ("bücher.test", ["xn--bcher-kva.test"]),
        ("0.0.0.0 ads.test", ["ads.test"]),
        ("127.0.0.1\tads.test spy.test # two", ["ads.test", "spy.test"]),
        (":: ads.test", ["ads.test"]),
        ("127.0.0.1 localhost ads.test", ["ads.test"]),
        ("||ads.test^", ["ads.test"]),
        ("||ads.test", ["ads.test"]),
        ("address=/ads.test/", ["ads.test"]),
        ("address=/ads.test/spy.test/0.0.0.0", ["ads.test", "spy.test"]),
        ("server=/ads.test/", ["ads.test"]),
        ("local=/ads.test/", ["ads.test"]),
        ("255.255.255.255 broadcasthost", []),
        ("ff02::1 ip6-allnodes", []),
        ("! a comment", []),
        ("# a comment", []),
        ("[Adblock Plus 2.0]", []),
        ("", []),
    ],
)
def test_each_form_gives_its_names(line: str, names: list[str]) -> None:
    found = read_names(line)
    assert [name for name, _ in found.names] == names
    assert found.unread == ()


@pytest.mark.parametrize(
    "line",
    [
        *("@@||ads.test^", "||ads.test^$third-party", "/ads[0-9]/", "a b", "no_name.test", "||a.test/path"),
        *("ads.test##.banner", "192.168.1.5 printer.test", "address=/ads.test/10.0.0.1"),
        *("server=/ads.test/9.9.9.9", "ads"),
    ],
)
def test_what_is_no_name_is_told_with_its_place(line: str) -> None:
    found = read_names(f"good.test\n  {line}\ngood.test\n")
    assert [one.mark for one in found.unread] == [Mark(2, 3)]
    assert found.names == (("good.test", Mark(1, 1)),)


def test_names_of_a_hosts_file_are_known_to_stand_for_themselves() -> None:
    found = read_names("0.0.0.0 a.test\n||b.test^\n")
    assert (found.exact, len(found.names)) == (("a.test",), 2)
    assert found.names[0][1] == Mark(1, 9)


def test_plain_names_alone_do_not_make_a_list_of_names() -> None:
    assert [is_name_list(line) for line in ("0.0.0.0 a.test", "||a.test^", "address=/a.test/")] == [True] * 3
    assert not is_name_list("a.test")
