"""Beyond one machine: a Spark cluster on the loopback, and what both engines need for the same build."""
