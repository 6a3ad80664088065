"""A network of one's own for tests that change its files while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from network.sample import SAMPLE

SWITCHES = """\
switches:
  visitors:
    title: Names outside for guests
    note: It changed once.
    states:
      open: {title: All open, date: 2013-02, source: A newspaper}
      closed: {title: None opens, date: 2013-03, note: No reason was named.}
rules:
  - {id: shut, why: Closed for guests., if: {switch: {visitors: closed}, tier: visitor}, refuse: page}
  - {id: listed, if: {names: {file: lists/shut.txt}, tier: elite}, refuse: reset}
"""
TEXT = SAMPLE.replace("opens: [newspaper]", "opens: [paper]").replace("rules:\n", SWITCHES)


@dataclass(frozen=True)
class OwnNetwork:
    """Its folder, with a page for each site."""

    folder: Path

    @property
    def file(self) -> Path:
        """The network file."""
        return self.folder / "small.yaml"

    def change(self, old: str, new: str, name: str = "small.yaml") -> None:
        """Change some words of a file on disk."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        (self.folder / name).write_text(text.replace(old, new), encoding="utf-8")


def own_network(folder: Path) -> OwnNetwork:
    """Write it into a folder."""
    for name in ("films", "library", "paper", "news", "chat"):
        (folder / "p" / name).mkdir(parents=True)
        (folder / "p" / name / "index.md").write_text(f"# The {name}\n\nHello.\n", encoding="utf-8")
    (folder / "lists").mkdir()
    (folder / "lists" / "shut.txt").write_text("chat.outside.test\n", encoding="utf-8")
    (folder / "small.yaml").write_text(TEXT, encoding="utf-8")
    return OwnNetwork(folder)
