"""Lists and rules that people already have, read into policies. Pure: text in, rules and what is left out.

`read` takes a file's bytes, `fitted` makes a policy of what was read; `FORMATS` is what can be read.
"""

from bbs.importing.fitting import Fitted, TooLongError, fitted
from bbs.importing.formats import FORMATS, UnusableError, read
from bbs.importing.taken import Left, Rule, Taken

__all__ = ["FORMATS", "Fitted", "Left", "Rule", "Taken", "TooLongError", "UnusableError", "fitted", "read"]
