"""One module for each kind of page; each exposes a ``router``."""
