"""The command line: `wirewatch`, one file a noun. Words of a person in, tables or JSON out."""

from __future__ import annotations

import sys


def main() -> None:
    """The program. Its parts are imported in here, so that Ctrl-C meanwhile is no traceback."""
    try:
        from crawler.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
