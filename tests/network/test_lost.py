"""What `bbs network check` warns of on pages: what no reader gets as it was written."""

from __future__ import annotations

from bbs.network.load import load
from bbs.network.lost import lost
from bbs.network.pages import load_pages
from network.sample import SAMPLE

SITES = load(SAMPLE, "net.yaml").sites


def warnings(text: str, **others: dict[str, bytes]) -> list[str]:
    """What is said of a page of the library, with pages of other sites beside it."""
    files = {"index.md": text.encode(), "hours.md": b"# Hours"}
    pages = {"library": load_pages(files, ["/clock.svg"])} | {
        site: load_pages(own) for site, own in others.items()
    }
    found = list(lost(SITES, pages))
    assert {one.level for one in found} <= {"warning"}
    return [str(one) for one in found]


def test_links_and_pictures_that_are_there_are_no_matter_and_neither_is_code() -> None:
    page = "# Home\n\n[h](hours.md) ![c](clock.svg) [b](site:board) [f](site:films/)\n`<b> [x](http://x.test/)` 1 < 2 > 0\n"
    assert warnings(page, films={"index.md": b"# Films"}) == []


def test_a_tag_is_named_at_its_line_and_column_of_the_file() -> None:
    assert warnings("\n\n# Home\n\n\nOne <b>\n</script >\n") == [
        "p/library/index.md:6:5: `<b>` is shown as it stands; pages have no tags",
        "p/library/index.md:7:1: `</script >` is shown as it stands; pages have no tags",
    ]


def test_a_link_out_of_the_network_and_one_that_is_no_page_are_told_apart() -> None:
    out, other = warnings("# Home\n[a](https://www.example.com/) [b](/hours)")
    assert out.startswith(
        "p/library/index.md:2:5: `https://www.example.com/` leads out of this network, so that only"
    )
    assert "`/hours` is no page of this site, as hours.md would be, so that only the words are shown" in other


def test_a_link_to_a_site_or_a_page_of_a_site_that_is_not_there_says_which_may_be_meant() -> None:
    films = {"index.md": b"# Films", "goose.md": b"# Goose"}
    said = warnings(
        "# Home\n\n[a](site:filns) [b](site:zoo) [c](site:films/gose) [d](site:films/owl#x)", films=films
    )
    assert [one.partition(": ")[2] for one in said] == [
        "`site:filns` leads nowhere, so that only the words are shown: there is no site `filns`; did you mean `films`?",
        "`site:zoo` leads nowhere, so that only the words are shown: there is no site `zoo`",
        "`site:films/gose` leads to no page: films has no `/gose`; did you mean `/goose`?",
        "`site:films/owl#x` leads to no page: films has no `/owl`",
    ]


def test_places_of_a_site_without_pages_are_its_own_matter() -> None:
    assert warnings("# Home\n\n[a](site:board/boards/friends)") == []
