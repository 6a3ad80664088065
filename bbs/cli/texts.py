"""Labelled texts as somebody has them: one a line, or submissions as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bbs.cli.output import DONE, FOUND, UNUSABLE, complain
from bbs.cli.posts import open_posts, unreadable
from bbs.cli.submissions import SubmissionError, lines_of, sent_lines
from bbs.document import DocumentError, decode
from bbs.policy.submission import LONGEST_POST, Submission

MOST_SAID = 20
"""Lines that can't be read; after that the file is no text."""


class Texts(NamedTuple):
    """The texts that could be read, and the exit status for those that could not."""

    posts: tuple[Submission, ...]
    status: int = DONE


def read_texts(name: str) -> Texts | int:
    """The texts of a file; bad lines are said with their place, others go on. Or the exit status, if none is good."""
    status, posts, said = DONE, [], 0
    try:
        for where, post in _lines(name):
            if isinstance(post, Submission):
                posts.append(post)
                continue
            status, said = complain(f"{name}:{where}: {post}", FOUND), said + 1
            if said == MOST_SAID:
                return complain(
                    f"{name}: this does not look like texts; write one a line, and save it as UTF-8"
                )
    except (OSError, ValueError) as error:
        return unreadable(name, error)
    if not posts:
        return complain(f"{name}: there is no text in it; write one a line", UNUSABLE)
    return Texts(tuple(posts), status)


def _lines(name: str) -> Iterator[tuple[str, Submission | str]]:
    """Each line with its place: the text, or what is wrong with it."""
    with open_posts(name) as stream:
        if name.endswith(".jsonl"):
            for number, sent in sent_lines(stream, ordered=False):
                if isinstance(sent, SubmissionError):
                    yield f"{number}:{sent.column}", str(sent)
                else:
                    yield str(number), sent.submission
        else:
            for number, line in lines_of(stream):
                yield _text(number, line)


def _text(number: int, line: bytes) -> tuple[str, Submission | str]:
    try:
        text = decode(line, "").strip()
    except DocumentError as error:
        (problem,) = error.problems
        said = problem.problem.replace(" of the file", " of this line")
        return f"{number}:{problem.mark.column}", f"{said}; {problem.remedy}"
    if "\0" in text:
        return f"{number}:{text.index(chr(0)) + 1}", "a zero byte stands here, so this is no text"
    if len(text) > LONGEST_POST:
        return f"{number}:{LONGEST_POST + 1}", f"this text has more than {LONGEST_POST} characters; split it"
    return str(number), Submission(text, key=str(number))
