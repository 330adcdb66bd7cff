"""The database. SQL lives here and in migrations only; rows do not leave this room."""

from crawler.storage.reach import Reach
from crawler.storage.store import Store, Tx

__all__ = ["Reach", "Store", "Tx"]
