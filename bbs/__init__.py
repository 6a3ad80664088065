"""closednet: a closed-intranet bulletin board simulator for the classroom."""

__version__ = "0.1.0"
