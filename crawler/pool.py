"""Heavy thinking in processes of its own: a function and its arguments in, its result out.

One murderous page costs one worker: a task that exceeds its time is killed with it, a worker
that eats too much memory fails its task alone, and both are replaced.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as TaskTimeout
from functools import partial
from typing import Any, ParamSpec, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from crawler.errors import PageError

P = ParamSpec("P")
R = TypeVar("R")

# Workers are replaced after so many tasks, whatever they may have leaked.
TASKS_PER_WORKER = 1000
# What Python and the libraries take before the first task (measured: 155 MB resident; the
# address space, which is what can be limited, is larger by mapped libraries and thread stacks).
BASE_MIB = 1536
# A task's time is that of its processor: on a busy machine a page may take longer by the clock, up
# to so many times, and is read all the same.
SLOWEST = 6
# A worker does not hear SIGTERM (see _prepare), so that to wait for it before SIGKILL is idle.
CONSTS.term_timeout = 0.1


class Pool:
    """A pool of worker processes; tasks are module-level functions with plain arguments."""

    def __init__(self, workers: int, *, task_s: float, memory_mib: int) -> None:
        self.task_s = task_s
        self._closed = False
        self._make = partial(
            ProcessPool,
            max_workers=workers,
            max_tasks=TASKS_PER_WORKER,
            initializer=_prepare,
            initargs=[memory_mib],
            # A forked copy of a process with threads and an event loop can hang.
            context=multiprocessing.get_context("spawn"),
        )
        self._pool = self._make()

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The function's result, computed elsewhere.

        Raises what the function raises; PageError when it took too long, too much memory, or
        took its process with it.
        """
        if not self._pool.active and not self._closed:
            # No worker could be started, as for want of memory; pebble then gives up for good.
            self._pool = self._make()
        future = self._pool.submit(
            _bounded, SLOWEST * self.task_s, self.task_s, function, args, kwargs
        )
        name = getattr(function, "__name__", "task")
        try:
            return await asyncio.wrap_future(future)
        except TaskTimeout as error:
            raise PageError(f"{name} took longer than {self.task_s:g} s and was stopped") from error
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGXCPU:
                raise PageError(
                    f"{name} took longer than {self.task_s:g} s and was stopped"
                ) from error
            raise PageError(f"{name} ended its process (exit code {error.exitcode})") from error
        except MemoryError as error:
            raise PageError(f"{name} needed too much memory and was stopped") from error

    def close(self, *, at_once: bool = False) -> None:
        """Let tasks end, or end them, and wait until the workers are gone."""
        self._closed = True
        if at_once:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()


def _bounded(
    cpu_s: float, function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> R:
    """In the worker: the system ends this process when the task has used up its time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return function(*args, **kwargs)


def _prepare(memory_mib: int) -> None:
    """In the worker: Ctrl-C and SIGTERM are the parent's business, and memory has a limit.

    Supervisors signal whole groups of processes. A worker that obeyed would take the page in its
    hands with it, and the article would be kept with less text than it has.
    """
    # Read when numpy is first imported: a thread a core in each worker would only be in the way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the end of a task is nothing to look into
    limit = (BASE_MIB + memory_mib) * 1024 * 1024
    # macOS refuses this limit; the time limit holds everywhere.
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        return


def warm(*_: Any) -> None:
    """A task that only starts a worker."""
