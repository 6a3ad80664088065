"""The network of sites: which names exist, who may open them, and how the rest is refused. Pure."""
