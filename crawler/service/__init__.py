"""The service: one process, one loop; the clock that says what is due, and a clean end."""

from crawler.service.greeting import greet
from crawler.service.loop import crawl_once, refuse_one_machine, run, schedule, work
from crawler.service.summary import Summary

__all__ = ["Summary", "crawl_once", "greet", "refuse_one_machine", "run", "schedule", "work"]
