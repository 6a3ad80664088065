"""A network file is read whole or not at all, with every mistake at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import DocumentError
from bbs.network.load import load

from .sample import SAMPLE, small_net


def problems_of(text: str | bytes) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        load(text, "n.yaml")
    return [str(problem) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in SAMPLE
    return SAMPLE.replace(old, new, 1)


def test_a_network_file_becomes_a_network() -> None:
    net = small_net()
    assert (net.id, net.title, net.zone) == ("small-net", "Small Net", "small.test")
    assert list(net.sites)[:2] == ["portal", "board"]
    assert net.sites["films"].pages == "p/films"
    assert net.tiers["elite"].notice == "This session is observed."
    assert net.portal.id == "portal"


def test_titles_default_to_ids_and_refusals_to_a_page_with_the_full_reason() -> None:
    short = SAMPLE.replace("title: Small Net\n", "").split("rules:")[0]
    net = load(short, "n.yaml")
    assert net.title == "small-net"
    assert (net.default.way.word, net.default.level) == ("page", "full")
    assert net.rules == ()


BOARD_LINE = (
    "  - {id: board, host: board.small.test, number: 198.51.100.12, kind: board, title: Friends' Board}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("network: 1", "network: 2", "1:10: this version reads networks of language 1, not `2`; write `network: 1`"),
        ("zone: small.test", "zone: test", "4:7: `test` can't be a zone"),
        ("zone: small.test", "zone: a.small.test", "4:7: `a.small.test` can't be a zone"),
        ("zone: small.test", "zone: small.com", "4:7: `small.com` can't be a zone"),
        ("title: Small Net", "titel: Small Net", "3:1: `titel` is not a key of a network; did you mean `title`?"),
        ("title: Small Net", "title:", "3:1: `title` has no value"),
        ("title: Small Net", "title: [a]", "3:8: `title` must be one piece of text"),
        ("id: small-net", "id: Small Net", "2:5: `Small Net` can't be an id"),
        ("films, library]", "film, library]", "8:28: `film` is not a site; did you mean `films`?"),
        ("{opens: [newspaper]}", "{notice: x}", "6:9: a tier has no `opens`"),
        ("{opens: [newspaper]}", "yes", "6:9: a tier must be a map"),
        ("number: 198.51.100.12", "number: 8.8.8.8", "`8.8.8.8` can't be the number of a site; take one from 192"),
        ("number: 198.51.100.12", "number: 198.51.100.012", "can't be the number of a site"),
        ("number: 198.51.100.12", "number: 198.51.100.1", "number `198.51.100.1` is there already, on line 12"),
        ("{id: films", "{id: board", "id `board` is there already, on line 13"),
        ("{id: films", "{id: outside", "`outside` has a meaning of its own"),
        ("{id: films", "{id: everything", "`everything` has a meaning of its own"),
        ("host: films.small.test", "host: board.small.test", "host `board.small.test` is there already"),
        ("host: films.small.test", "host: Films.small.test", "`Films.small.test` can't be the host of a site"),
        ("host: films.small.test", "host: www.example.com", "`www.example.com` can't be the host of a site"),
        ("host: films.small.test", "host: films.test", "`films.test` lies outside the zone small.test"),
        ("host: chat.outside.test", "host: chat.small.test", "`chat.small.test` lies inside the zone"),
        ("kind: pages", "kind: page", "`page` is not a value of `kind`; did you mean `pages`?"),
        (", pages: p/films", "", "a site of kind pages needs `pages`"),
        ("pages: p/films", "pages: ../films", "`../films` can't be a folder of pages"),
        ("pages: p/films", "pages: /etc", "`/etc` can't be a folder of pages"),
        ("title: Home", "title: Home, pages: p", "a portal has pages of its own"),
        ("title: Home", "title: Home, asks: /ask", "a site of kind portal has no `asks`; give it to a site of pages"),
        ("title: Chat,", "title: Chat, copies: /,", "a site of kind outside has no `copies`"),
        ("title: Library,", "title: Library, asks: ask,", "`ask` can't be the path of a page; write it as it stands"),
        ("title: Library,", "title: Library, copies: /a/,", "`/a/` can't be the path of a page"),
        ("title: Library,", "title: Library, copies: [a],", "`copies` must be one piece of text"),
        (
            "title: Film House, pages: p/films}\n  - {id: library,",
            "pages: p/films, copies: /}\n  - {copies: /x, id: library,",
            "copies are laid on one site; here on films, library; keep `copies` at one of them",
        ),
        ("kind: portal", "kind: pages, pages: p", "11:1: a network has one site of kind portal; this one has 0"),
        ("refuse: reset", "refuse: rest", "`rest` is not a value of `refuse`; did you mean `reset`?"),
        ("refuse: reset", "refuse: redirect", "and this one to none; write `to:` and the id of a site"),
        ("refuse: reset", "refuse: redirect, to: papr", "18:106: `papr` is not a site; did you mean `paper`?"),
        ("refuse: reset", "refuse: redirect, to: http://a.test/", "`http:` is not a site; write one of portal, board"),
        ("refuse: reset", "refuse: redirect, to: chat/x", "this leads from `chat` back to `chat`"),
        ("refuse: reset", "refuse: reset, to: paper", "`to` belongs to a redirect; write `refuse: redirect`, or leave"),
        ("refuse: reset", "refuse: reset, seconds: 5", "the way `reset` takes no time; write `refuse: hang`"),
        ("refuse: reset", "refuse: hang, seconds: 31", "`31` is no number of seconds that somebody waits; write a"),
        ("refuse: reset", "refuse: slow, seconds: 0", "a whole number from 1 to 30"),
        ("refuse: reset", "refuse: hang, seconds: 2.5", "`2.5` is no number of seconds"),
        ("refuse: reset", "refuse: hang, seconds: [5]", "`seconds` must be one piece of text"),
        ("refuse: reset", "refuse: misdirected", "`misdirected` is not a value of `refuse`"),
        ("default: page", "default: redirect", "and this one to none"),
        ("default: page", "default: redirect\n  to: papers", "`papers` is not a site; did you mean `paper`?"),
        ("reason: vague", "reason: short", "`short` is not a value of `reason`; write one of full, vague, none"),
        ("if: {site: films", "if: {sites: films", "22:10: `sites` is not a key of if; did you mean `site`?"),
        ("tier: [intranet]", "tier: [intranets]", "`intranets` is not a tier; did you mean `intranet`?"),
        ('from: "08:00"', 'from: "8 o\'clock"', "is not a time; write `from: \"08:00\"`, 24 hours"),
        ('from: "08:00"', 'from: "24:00"', "`24:00` is not a time"),
        ('from: "08:00", ', "", "`time` has only one of `from` and `to`"),
        ("days: [mon, tue]", "days: [monday]", "`monday` is not a day; did you mean `mon`?"),
        ("days: [mon, tue]", "days: []", "the list of day is empty"),
        ("method: DELETE", "method: delete", "`delete` is not a method; write one of GET"),
        ("mode: off", "mode: shadow", "`shadow` is not a value of `mode`; write one of live, off"),
        ("open: yes", "open: no", "`no` is not a value of `open`"),
        ("    open: yes\n  - id: visitors-in", "    open: yes\n    refuse: page\n  - id: visitors-in", "does both"),
        ("    refuse: vague\n", "", "24:5: a rule opens or refuses; this one does neither"),
        ("id: night", "id: exam-hours", "id `exam-hours` is there already, on line 20"),
        ("id: night", "id: opens", "24:9: `opens` can't be a rule: the record says so where no rule has decided; give it"),
        ("id: night", "id: granted", "24:9: `granted` can't be a rule: the record says so where no rule has decided"),
        ("  - id: night", "  - tell: nothing\n    id: night", "24:5: `tell` is not a key of a rule"),
        ("rules:\n", "rules: none\nold:\n", "19:8: rules must be a list"),
        ("title: Friends' Board", "title: *x", 'put it in quotes: "*x"'),
        (BOARD_LINE, BOARD_LINE + "  - just a text\n", "14:5: a site must be a map"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place_with_a_remedy(old: str, new: str, said: str) -> None:
    found = problems_of(changed(old, new))
    assert any(said in line for line in found), found
    assert all("; " in line for line in found)


def test_a_way_may_say_where_it_leads_and_how_long_it_takes() -> None:
    net = load(changed("refuse: reset", "refuse: redirect, to: paper/today"), "n.yaml")
    assert (net.sites["chat"].refusing.to, net.sites["chat"].refusing.page) == ("paper", "/today")
    net = load(changed("refuse: reset", "refuse: hang, seconds: 4"), "n.yaml")
    assert net.sites["chat"].refusing.seconds == 4
    assert load(changed("refuse: reset", "refuse: slow"), "n.yaml").sites["chat"].refusing.seconds == 30


def test_the_default_may_lead_elsewhere_and_a_reason_of_ones_own_keeps_that() -> None:
    net = load(changed("default: page", "default: redirect\n  to: paper"), "n.yaml")
    assert net.sites["films"].refusing is net.default
    assert net.default.to == "paper"
    assert net.sites["paper"].refusing.to == "paper"  # closed itself, it is a page: nobody goes in circles
    both = changed("default: page", "default: redirect\n  to: paper").replace(
        "pages: p/films", "pages: p/films, reason: none"
    )
    assert load(both, "n.yaml").sites["films"].refusing.to == "paper"


def test_a_circle_of_sites_that_lead_to_each_other_is_told_at_each() -> None:
    circle = changed("refuse: reset", "refuse: redirect, to: news").replace(
        "refuse: law", "refuse: redirect, to: chat"
    )
    assert len([line for line in problems_of(circle) if "this leads from" in line]) == 2
    ruled = changed("    refuse: vague\n", "    refuse: redirect\n    to: board\n")
    assert any("this leads from `board` back to `board`" in line for line in problems_of(ruled))


def test_a_name_abroad_may_be_there_only_to_be_refused() -> None:
    assert load(changed(", pages: p/chat", ""), "n.yaml").sites["chat"].pages == ""


def test_hosts_are_not_measured_by_a_zone_that_has_to_change() -> None:
    assert len(problems_of(SAMPLE.replace("zone: small.test", "zone: small.school"))) == 1


def test_a_misspelt_open_is_told_once() -> None:
    (found,) = problems_of(SAMPLE.replace("    refuse: vague\n", "    opens: yes\n"))
    assert str(found).endswith("`opens` is not a key of a rule; did you mean `open`?")


@pytest.mark.parametrize("key", ["network: 1\n", "id: small-net\n", "zone: small.test\n"])
def test_a_required_key_that_is_missing_is_named(key: str) -> None:
    word = key.split(":")[0]
    assert any(f"a network has no `{word}`" in line for line in problems_of(changed(key, "")))


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        changed("network: 1", "network: 3")
        .replace("kind: board", "kind: bord")
        .replace("refuse: vague", "refuse: vag")
    )
    places = [int(line.split(":")[1]) for line in problems_of(text)]
    assert places == sorted(places)
    assert {1, 13, 26} <= set(places)


def test_an_empty_or_foreign_file_is_refused() -> None:
    assert "the file is empty" in problems_of("")[0]
    assert "a network must be a map" in problems_of("just a text")[0]
    assert any("`sites` has no value" in line for line in problems_of(SAMPLE.split("sites:")[0] + "sites:\n"))
    assert any(
        "one site of kind portal" in line for line in problems_of(SAMPLE.split("sites:")[0] + "sites: []\n")
    )


def test_every_beginning_of_a_network_file_loads_or_is_refused() -> None:
    for end in range(len(SAMPLE)):
        _load_or_refuse(SAMPLE[:end])


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 12), st.text(max_size=6))
def test_any_damage_to_a_network_file_loads_or_is_refused(start: int, length: int, put: str) -> None:
    _load_or_refuse(SAMPLE[:start] + put + SAMPLE[start + length :])


def _load_or_refuse(text: str) -> None:
    try:
        net = load(text, "n.yaml")
    except DocumentError:
        return
    assert net.portal.kind == "portal"


def test_more_sites_than_fit_on_a_poster_are_refused() -> None:
    many = "".join(f"- {{id: a{n}, host: a{n}.b.test, kind: pages, pages: p}}\n" for n in range(1_001))
    found = problems_of("network: 1\nid: x\nzone: b.test\ntiers: {t: {opens: [a1]}}\nsites:\n" + many)
    assert any("more than 1,000 sites" in line for line in found)
