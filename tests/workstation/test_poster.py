"""The wall poster: names and numbers of what opens, on a sheet of its own."""


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


async def test_the_home_page_leads_to_the_poster(house):
    visitor = await house.resident()
    assert 'href="/~portal/poster"' in (await visitor.get("/")).text
