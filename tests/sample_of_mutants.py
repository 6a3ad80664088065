"""Prints the names of some mutants of the engine, drawn by chance, the same for the same seed.

mutmut run "bbs.policy.times*"                           # makes all mutants, and tries those of one module
mutmut run $(python tests/sample_of_mutants.py 300 1)    # tries 300, drawn by seed 1
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path


def mutants(folder: Path) -> list[str]:
    """The names of all that mutmut has made."""
    return sorted(
        name for meta in folder.rglob("*.meta") for name in json.loads(meta.read_text())["exit_code_by_key"]
    )


if __name__ == "__main__":
    count, seed = (int(one) for one in sys.argv[1:])
    drawn = random.Random(seed).sample(mutants(Path("mutants")), count)  # noqa: S311  # the same every time
    print(*drawn)  # noqa: T201  # what a command line asks for
