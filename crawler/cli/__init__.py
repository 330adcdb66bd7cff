"""The command line: `wirewatch`, one file a noun. Words of a person in, tables or JSON out."""

from crawler.cli.app import app, main

__all__ = ["app", "main"]
