"""Deliveries that look real: the golden year 2020. Reads nothing of the product."""
