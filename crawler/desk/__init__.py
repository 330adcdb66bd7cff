"""The desk: hands out what is due, takes back answers, says in plain lines what happened.

It stands between the clock (which tells it what is due) and the spider (which fetches).
"""

from crawler.desk.clocks import Clocks
from crawler.desk.desk import Desk

__all__ = ["Clocks", "Desk"]
