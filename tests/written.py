"""A data folder in which somebody has written, for tests of what is kept."""

from __future__ import annotations

from pathlib import Path

from bbs.desk import Draft
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.store.opening import DATABASE


async def lesson(folder: Path, posts: int) -> Path:
    """A lesson in which one person wrote this many posts, and which is over; gives its database."""
    async with open_services(Settings(data=folder, policy="no-filter")) as services:
        await write(services, posts)
    return folder / DATABASE


async def write(services: Services, posts: int) -> None:
    """Somebody joins and opens this many threads."""
    author = (await services.roster.join(services.class_code)).person
    for number in range(posts):
        draft = Draft(
            "thread",
            f"Happy birthday, number {number}",
            title=f"For {author.name}",
            board="friends",
            program=True,
        )
        receipt = await services.desk.submit(draft, author)
        assert receipt.status == "appears"
