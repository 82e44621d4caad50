"""``python -m benchmarks.quality DIR``: plant one set of deliveries with its truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.quality.deliveries import plant


def main() -> None:
    """Plant by the command line's arguments and say how many lines each party has."""
    parser = argparse.ArgumentParser(description="Plant deliveries with known truth.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--region", default="620100")
    parser.add_argument("--year", type=int, default=2023)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--payers", type=int, default=400)
    parser.add_argument("--persons", type=int, default=200)
    parser.add_argument("--dirt", type=float, default=1.0)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--prior-year", action="store_true")
    planted = plant(**vars(parser.parse_args()))
    for name, lines in planted.lines.items():
        print(f"{lines:>10,} {name}")
    print(f"truth: {planted.truth}")


if __name__ == "__main__":
    main()
