"""Strict YAML that does not bite: every scalar stays text and every error has its line and column.

`parse` reads a policy or a network file, `read_list` a word list; both raise `DocumentError`.
"""

from bbs.document.compose import MAX_BYTES, MAX_DEPTH, parse, parse_into
from bbs.document.nodes import Items, Node, Table, Text, placed
from bbs.document.problems import DocumentError, Mark, Problem, Problems, did_you_mean, shown
from bbs.document.source import decode, read_list
from bbs.document.written import in_lines, in_one_line

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "DocumentError",
    "Items",
    "Mark",
    "Node",
    "Problem",
    "Problems",
    "Table",
    "Text",
    "decode",
    "did_you_mean",
    "in_lines",
    "in_one_line",
    "parse",
    "parse_into",
    "placed",
    "read_list",
    "shown",
]
