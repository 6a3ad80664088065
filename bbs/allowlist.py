"""The network in force: which sites there are, and who may open them. It may change while the server runs."""

from __future__ import annotations

from collections.abc import Mapping

from bbs.network.resolve import Network
from bbs.pack import Pack, Pages


class Allowlist:
    """The network in force. Ask at the moment of use, and keep the answer nowhere."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    @property
    def network(self) -> Network:
        """The sites, tiers and rules in force now."""
        return self._pack.network

    @property
    def pages(self) -> Mapping[str, Pages]:
        """The Markdown pages of listed sites, by the id of the site."""
        return self._pack.pages
