# SPDX-License-Identifier: Apache-2.0
"""Starts the real resynd-compiler on a source, as the supervisor does, and reads what it left."""
import dataclasses
import os
import pathlib
import re
import signal
import socket
import struct
import time

IMAGE_BYTES = 8 << 20
REPORT_BYTES = 32768
WALL_SECONDS = 6.0
IMAGE_BASE = 0x200000100000
IMAGE_MAGIC = 0x31306E7973657221
ROW = struct.Struct("III400s160s240s")
HEADER = struct.Struct("QIIIIQQQQQQQ")
MESSAGE_BYTES = 392
ENTRIES = ["declaration", "generate", "observe", "verify", "solve", "another", "load"]


@dataclasses.dataclass
class Diagnostic:
    severity: int
    line: int
    column: int
    message: str
    excerpt: str
    hint: str


@dataclasses.dataclass
class Outcome:
    status: int            # exit status, or minus the signal
    overtime: bool         # killed for its wall time
    finished: int
    dropped: int
    diagnostics: list
    image: bytes           # up to the last byte that is not zero
    output: bytes          # what it wrote to standard output and error: nothing
    cpu: float             # seconds
    wall: float
    peak_kib: int

    @property
    def compiled(self):
        return self.status == 0 and self.finished == 1

    @property
    def refused(self):
        return self.status == 0 and self.finished == 2

    @property
    def text(self):
        return "\n".join(f"{d.line}:{d.column}: {d.message} [{d.excerpt}] ({d.hint})"
                         for d in self.diagnostics)


def text(field):
    return field.split(b"\0")[0].decode("utf-8", "replace")


def read_report(fd):
    data = os.pread(fd, REPORT_BYTES, 0)
    finished, count, dropped, _ = struct.unpack_from("IIII", data)
    rows = []
    for i in range(min(count, 32)):
        severity, line, column, *strings = ROW.unpack_from(data, 16 + i * ROW.size)
        rows.append(Diagnostic(severity, line, column, *map(text, strings)))
    return finished, dropped, rows


def header(image):
    """The fields of an image's header, as a dictionary."""
    magic, abi, text_size, data_size, _, *entries = HEADER.unpack_from(image.ljust(4096, b"\0"))
    return {"magic": magic, "abi": abi, "text_size": text_size, "data_size": data_size,
            "entries": dict(zip(ENTRIES, entries))}


def memfd(name, size=0, content=b""):
    fd = os.memfd_create(name)
    if content:
        os.write(fd, content)
    elif size:
        os.ftruncate(fd, size)
    return fd


def message_kind(name):
    """The number of a message: its row in the table of proto/message.h."""
    proto = pathlib.Path(__file__).resolve().parents[3] / "proto" / "message.h"
    return 1 + re.findall(r"^ +X\((\w+),", proto.read_text(), re.M).index(name)


def send_source(channel, source):
    """As compilation_run does. Whoever has ended already says so by its status."""
    message = struct.pack("I", message_kind("COMPILE")).ljust(MESSAGE_BYTES, b"\0")
    try:
        socket.send_fds(channel, [message], [source])
    except BrokenPipeError:
        pass


def exec_child(command, descriptors, output):
    """In the child: the three descriptors at 3, 4, 5, and an end with who started it."""
    high = [os.dup2(fd, 100 + i) for i, fd in enumerate(descriptors)]
    high_output = os.dup2(output, 110)
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(high_output, 1)
    os.dup2(high_output, 2)
    for i, fd in enumerate(high):
        os.dup2(fd, 3 + i)
    os.closerange(6, 200)
    keep = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")
    os.execve(command[0], command, {k: os.environ[k] for k in keep if k in os.environ})


def wait(pid):
    """(wait status, resource usage, killed for its wall time)."""
    overtime, deadline = False, time.monotonic() + WALL_SECONDS
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage, overtime
        if time.monotonic() > deadline and not overtime:
            overtime = True
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)


def run(executable, source, wrapper=()):
    """Compiles `source` (bytes or str). `wrapper` is a command to run it under."""
    if isinstance(source, str):
        source = source.encode()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    files = [theirs.detach(), memfd("image", IMAGE_BYTES), memfd("report", REPORT_BYTES),
             memfd("output"), memfd("source", content=source)]
    command = [*wrapper, executable]
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            exec_child(command, files[:3], files[3])
        finally:
            os._exit(127)
    with ours:
        send_source(ours, files[4])
    status, usage, overtime = wait(pid)
    wall = time.monotonic() - start
    finished, dropped, rows = read_report(files[2])
    image = os.pread(files[1], IMAGE_BYTES, 0).rstrip(b"\0")
    output = os.pread(files[3], 1 << 20, 0)
    for fd in files:
        os.close(fd)
    return Outcome(os.waitstatus_to_exitcode(status), overtime, finished, dropped, rows, image,
                   output, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)
