"""Generator of deliveries that look real: the golden year, its differences planted on purpose, and the truth about them."""

from demo.generation import Generated, generate

__all__ = ["Generated", "generate"]
