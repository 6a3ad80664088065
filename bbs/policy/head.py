"""What every policy file begins with: the version of the language, its id, its default."""

from __future__ import annotations

import re

from bbs.document import Table, Text
from bbs.policy.build import Build

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
"""How the id of a policy or a rule is written."""
SAMPLE = {"policy": "1", "id": "my-policy", "default": "hold"}
"""What to write where one of them is missing."""


def check_head(table: Table, build: Build) -> None:
    """Report what is missing or wrong at the top of a policy, the file itself or one that it uses."""
    for key in ("policy", "id", "default"):
        if key not in table:
            build.problems.add(table, f"`{key}` is missing", f"write it at the top: {key}: {SAMPLE[key]}")
    version = table.get("policy")
    if version is not None and not (isinstance(version, Text) and version.value == "1"):
        build.problems.add(version, "this version of the policy language is not known", "write policy: 1")
    elif version is not None and table.entries[0][0].value != "policy":
        build.problems.add(
            table.key("policy"), "`policy` does not come first", "make policy: 1 the first line"
        )
    name = table.get("id")
    if isinstance(name, Text) and name.value and not ID.fullmatch(name.value):
        build.problems.add(
            name, f"`{name.value}` can't be an id", "use small letters, digits and -: birthday-board"
        )
