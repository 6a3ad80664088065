"""The JSON API of both ports, for programs and for the pages' own scripts."""
