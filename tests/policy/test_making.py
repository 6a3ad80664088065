"""A frozen record that is quickly made is a frozen dataclass like any other."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from types import MappingProxyType

import pytest

from bbs.policy.submission import Author, Decision, Edit, Match, Submission, Text
from bbs.policy.telling import Outcome

MADE = (Author, Submission, Match, Edit, Text, Decision, Outcome)


def test_it_takes_what_the_dataclass_took() -> None:
    assert Text("t", "b") == Text(title="t", body="b") == Text("t", "b", honoured=())
    assert repr(Text("t", "b")) == "Text(title='t', body='b', honoured=())"
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'body'"):
        Text("t")  # type: ignore[call-arg]  # that is asked here
    with pytest.raises(TypeError, match="unexpected keyword argument 'size'"):
        Text("t", "b", size=3)  # type: ignore[call-arg]  # that is asked here


@pytest.mark.parametrize("kind", MADE)
def test_its_parameters_are_its_fields_in_order_and_its_defaults_theirs(kind: type) -> None:
    parameters = inspect.signature(kind).parameters
    assert list(parameters) == [field.name for field in fields(kind)]
    made = kind(*(None for one in parameters.values() if one.default is one.empty))
    assert type(made) is kind
    for field in fields(kind):
        given = parameters[field.name].default
        assert getattr(made, field.name) == (None if given is inspect.Parameter.empty else given)


def test_it_stays_frozen_and_takes_no_other_field() -> None:
    text = Text("t", "b")
    with pytest.raises(FrozenInstanceError):
        text.title = "other"  # type: ignore[misc]  # that is asked here
    with pytest.raises(FrozenInstanceError):
        del text.title
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        text.size = 3  # type: ignore[attr-defined]  # that is asked here
    assert text == Text("t", "b")


def test_it_is_equal_hashed_copied_kept_and_changed_like_any_other() -> None:
    text, submission = Text("t", "b"), Submission("b", by=Author("Otter"))
    assert {text: 1}[Text("t", "b")] == 1
    assert Text("t", "b") != Text("t", "c")
    for one in (text, Match("a", live=True), Author("Otter")):
        again = pickle.loads(pickle.dumps(one))  # noqa: S301  # our own
        assert (again, type(again)) == (one, type(one))
        assert copy.copy(one) == copy.deepcopy(one) == one
    assert replace(submission, body="c") == Submission("c", by=Author("Otter"))


def test_what_is_made_anew_for_each_is_one_thing_that_nobody_can_change() -> None:
    assert isinstance(Submission("a").counters, MappingProxyType)
