"""Values that are worked out once."""

from __future__ import annotations

from bbs.policy.once import once


class Cake:
    """Something to cut."""

    def __init__(self) -> None:
        self.cuts = 0

    @once
    def slices(self) -> int:
        """How many slices there are."""
        self.cuts += 1
        return 8


def test_a_value_is_worked_out_when_it_is_asked_for_and_never_again() -> None:
    cake = Cake()
    assert cake.cuts == 0
    assert (cake.slices, cake.slices, cake.cuts) == (8, 8, 1)


def test_each_object_has_its_own_and_the_class_tells_what_it_is() -> None:
    one, other = Cake(), Cake()
    assert (one.slices, other.cuts) == (8, 0)
    assert Cake.slices.__doc__ == "How many slices there are."
