"""The console's page of the network: what opens for whom, and by which line of the file."""

from __future__ import annotations


async def test_the_matrix_shows_each_site_with_what_each_tier_gets(ports):
    page = await (await ports.browser()).get("/network")
    assert page.status == 200
    network = ports.services.allowlist.network
    for site in network.sites.values():
        assert site.title in page.said
    assert f"opens, line {network.tiers['intranet'].line}" in page.said
