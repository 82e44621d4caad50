"""dbt's command line with a garbage collector that looks less often.

dbt holds some hundred thousand objects that live until it ends. Looking through them again and again takes a tenth of the CPU
time that dbt needs beside the database.
"""

from __future__ import annotations

import gc


def main() -> None:
    """Run dbt with the arguments of the command line."""
    gc.set_threshold(200_000, 50, 50)
    from dbt.cli.main import cli

    cli(prog_name="dbt")


if __name__ == "__main__":
    main()
