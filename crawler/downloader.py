"""Scrapy's downloader with its limit per host kept."""

from __future__ import annotations

from time import monotonic

from scrapy.core.downloader import Downloader, Slot
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import _schedule_coro


class KeepingDownloader(Downloader):
    """A slot's request counts as under way from the moment it leaves the queue.

    In Scrapy 2.14 to 2.19 it counts only when its task runs, so that without a delay the loop
    below empties the whole queue at once: with a limit of 1, fifteen requests reached the server
    together. Same as upstream but for the line marked. Drop this once upstream has mended it.
    """

    def _process_queue(self, slot: Slot) -> None:
        if slot.latercall:
            return
        now = monotonic()
        delay = slot.download_delay()
        if delay:
            penalty = delay - now + slot.lastseen
            if penalty > 0:
                slot.latercall = call_later(penalty, self._latercall, slot)
                return
        while slot.queue and slot.free_transfer_slots() > 0:
            slot.lastseen = now
            request, deferred = slot.queue.popleft()
            slot.transferring.add(request)  # <- not upstream
            _schedule_coro(self._wait_for_download(slot, request, deferred))
            if delay:
                self._process_queue(slot)
                break
