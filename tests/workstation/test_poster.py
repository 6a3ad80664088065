"""The wall poster: names and numbers of what opens, on a sheet of its own."""

import pytest


async def test_the_poster_has_names_and_numbers_of_what_opens_and_nothing_else(house):
    visitor = await house.resident()
    poster = await visitor.get("/~portal/poster")
    sites = house.services.allowlist.network.sites
    for site in sites.values():
        opens = site.kind != "outside" and site.id not in {"hotel", "newspaper"}
        assert (site.number in poster.said) is opens, site.id
        assert (site.host in poster.said) is opens, site.id
    assert (
        poster.said.index("Friends' Board")
        < poster.said.index("City Library")
        < poster.said.index("Film House")
    )
    assert "<script" not in poster.text
    assert '<a href="/~library/">library.bright.test</a>' in poster.text
    assert "into the address bar of Bright Net." in poster.said


async def test_the_home_page_leads_to_the_poster(house):
    visitor = await house.resident()
    assert 'href="/~portal/poster"' in (await visitor.get("/")).text


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("192.0.2.9", "open http://192.0.2.9:"),
        ("localhost", "Type a name"),
        ("portal.bright.localhost", "Type a name"),
    ],
)
async def test_the_poster_has_the_address_that_leads_here_by_number_and_no_other(house, host, says):
    visitor = await house.resident(host)
    assert (
        says
        in (await visitor.get("/~portal/poster" if host != "portal.bright.localhost" else "/poster")).said
    )
