"""Independent deliveries with planted differences and known truth, and the scorer of a published warehouse."""
