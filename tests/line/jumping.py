"""A clock in a test's hand for another process: what the C library tells it of the time of day."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

# The time of day and nothing else: pauses and time-outs go by a clock that is left alone.
SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *offset;

__attribute__((constructor)) static void begin(void) {
    int file = open(getenv("JUMPING_CLOCK"), O_RDONLY);
    offset = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
    close(file);
}

int clock_gettime(clockid_t id, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, at);
    if (id == CLOCK_REALTIME) at->tv_sec += *offset;
    return result;
}

int gettimeofday(struct timeval *at, void *zone) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    at->tv_sec = exact.tv_sec;
    at->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *at) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (at) *at = exact.tv_sec;
    return exact.tv_sec;
}
"""


class JumpingClock:
    """`environ` makes a process believe in it; `put` moves it."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc") or pytest.skip("no C compiler")
        self._file, source, library = folder / "offset", folder / "jump.c", folder / "jump.so"
        source.write_text(SOURCE)
        line = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
        if subprocess.run(line, check=False, capture_output=True).returncode:
            pytest.skip("what is compiled here cannot stand before the C library")
        self.put(0)
        self.environ = {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(self._file)}

    def put(self, offset_s: int) -> None:
        """So many seconds before the true time."""
        with self._file.open("r+b" if self._file.exists() else "w+b") as file:
            file.write(struct.pack("q", offset_s))
