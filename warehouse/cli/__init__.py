"""The command line `sanfang`. Each module holds the commands of one subject; they only call functions and print."""

from __future__ import annotations

from warehouse.cli.main import main

__all__ = ["main"]
