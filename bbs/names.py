"""Names that are dealt: pseudonyms of people, return tickets, class codes. Nobody picks their own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import chain, islice, product

Pick = Callable[[Sequence[str]], str]
"""Chooses one of several: `secrets.choice`, or a test's own."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ANIMALS = _listed(
    """
    Alpaca Ant Badger Bat Bear Beaver Bee Bison Camel Cat Cheetah Cod Crab Cricket Deer Dolphin Donkey
    Eel Elk Ferret Fox Frog Gecko Gerbil Gnu Goat Hamster Hare Hedgehog Hippo Horse Ibex Koala Ladybird
    Lemur Leopard Lizard Llama Lobster Lynx Marmot Mole Moose Moth Mouse Newt Ocelot Octopus Okapi Otter
    Panda Panther Pony Puma Rabbit Reindeer Salmon Seal Shark Sheep Snail Squid Squirrel Starfish Tapir
    Tiger Toad Trout Tuna Turtle Walrus Weasel Whale Wolf Wombat Yak Zebra
    """
)

BIRDS = _listed(
    """
    Heron Swallow Kestrel Plover Magpie Wren Ibis Lapwing Falcon Sparrow Curlew Pelican Robin Crane Jackdaw
    Osprey Thrush Puffin Finch Egret Raven Dunlin Linnet Merlin Nightjar Oriole Pipit Quail Redstart Siskin
    Tern Warbler Avocet Bittern Dipper Eider Gannet Harrier Jay Kite
    """
)
"""Professors' names, in the order they are dealt."""

_ONES = (
    *("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven"),
    *("Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"),
)
_TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")

TICKET_WORDS = _listed(
    """
    acorn actor alarm album amber angle ankle apple apron arena arrow atlas attic autumn awake axis
    bacon badge bagel baker bamboo banana banjo barn basin basket beach beacon beard bell bench berry bike
    birch blanket blue board boat bonus book boot bottle bowl bracket brave bread breeze brick bridge brook
    broom brown brush bubble bucket bugle bunny butter button cabin cable cactus cake camera camp canal
    candle canoe canvas carbon cargo carpet carrot castle cedar cello cement chain chair chalk cheese cherry
    chess circle circus clay clever cliff clock cloud clover coach coast cobalt cocoa coffee comet compass
    cookie copper coral corner cotton cousin cradle crayon cream crown crystal cube curtain cushion daisy
    dance dawn debate decade degree delta denim desert dinner disco dome donut dragon drama drawer dream
    drum dune dust eagle early earth easel echo eight elbow elder engine enjoy equal evening fabric fable
    fairy family farmer feast feather fence fern ferry fiddle field fifty film flag flame flute foam folder
    forest fork fossil fresh friend frost fruit galaxy garage garden garlic gate ginger glacier glass globe
    glove gold grape grass gravel green guitar habit hammer harbor harp harvest hazel helmet herb hiker
    hill hobby holly honey hotel house humble hundred igloo index indigo island ivory jacket jelly jewel
    jigsaw jolly juice jungle junior kayak kettle kitchen kitten kiwi ladder lagoon lake lamp lantern
    laptop lemon letter level library lilac lime linen lotus lucky lunch magnet mango maple marble market
    meadow medal melody melon metal middle mint mirror mitten modern monday morning mosaic motor museum
    music napkin narrow nature nectar needle night ninety noodle north number nylon oasis ocean olive onion
    opera orange orbit orchid organ oven oxygen paddle paint palace palm paper parade parcel park parrot
    pastry patio peach peanut pearl pebble pencil pepper piano picnic pillow pilot pine pirate pixel planet
    plate plum pocket poem polar pond poplar portal potato powder prize pumpkin puzzle quartz quest quiet
    quill radio raft rain ribbon rice ring river road robot rocket roof rose ruby ruler saddle sail salad
    sand satin sauce scarf school scooter seven shadow shell shore silver simple sketch slipper smile snow
    soap sofa solar song south spark spice spoon spring square stage star statue steam stone storm story
    street sugar summer sunday sunset swing table tango tartan temple tennis tent thunder ticket timber
    toast tomato topaz torch tower trail train travel tree triangle trophy trumpet tulip tunnel twenty
    umbrella uncle uniform valley vanilla velvet violet violin voyage waffle walnut water weather wheat
    wheel whistle willow window winter wonder wool yellow yogurt zigzag
    """
)
"""Plain words, each easy to say, spell and remember; three of them are a ticket."""


def student_name(taken: Container[str], pick: Pick = secrets.choice) -> str:
    """A name nobody has yet, as Otter-Nineteen; when these run out, as Otter-Wolf-Nineteen."""
    dealt = (f"{pick(ANIMALS)}-{pick(_NUMBERS)}" for _ in range(20))
    in_order = (f"{animal}-{number}" for animal in ANIMALS for number in _NUMBERS)
    longer = ("-".join(words) for words in product(ANIMALS, ANIMALS, _NUMBERS))
    return _first_free(chain(dealt, in_order, longer), taken)


def professor_name(taken: Container[str], gone: int = 0) -> str:
    """A name nobody has yet, as Professor Heron; in a fixed order, so that Heron is always the first.

    `gone` is how many professors were erased: that many free names, the first, were theirs and are passed over.
    """
    suffixes = ("", *(f"-{number}" for number in _NUMBERS[1:]))
    in_order = (f"Professor {bird}{suffix}" for suffix in suffixes for bird in BIRDS)
    return _first_free(islice((name for name in in_order if name not in taken), gone, None), taken)


def return_ticket(pick: Pick = secrets.choice) -> str:
    """Three words that bring a person back, as maple-river-clock."""
    return "-".join(pick(TICKET_WORDS) for _ in range(3))


def class_code(pick: Pick = secrets.choice) -> str:
    """A code that lets a class join, as otter-maple-42."""
    return f"{pick(ANIMALS).lower()}-{pick(TICKET_WORDS)}-{pick([str(number) for number in range(10, 100)])}"


def plain(words: str) -> str:
    """Ticket or code as it is compared: without regard to case, and to what separates the words."""
    return "-".join(words.casefold().replace("-", " ").split())


def _first_free(candidates: Iterable[str], taken: Container[str]) -> str:
    for name in candidates:
        if name not in taken:
            return name
    raise LookupError("every name is taken")


def _number(value: int) -> str:
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return "-".join(filter(None, (_TENS[tens], _ONES[ones])))


_NUMBERS = tuple(_number(value) for value in range(1, 100))
