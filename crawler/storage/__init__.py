"""The database. SQL lives here and in migrations only; rows do not leave this room."""

from crawler.storage.store import Store, Tx

__all__ = ["Store", "Tx"]
