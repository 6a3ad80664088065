"""The command line `bbs`: the names, options and exit statuses that scripts rely on."""

from bbs.cli.program import main

__all__ = ["main"]
