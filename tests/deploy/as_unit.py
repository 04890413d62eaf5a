# SPDX-License-Identifier: Apache-2.0
"""as_unit.py UNIT STATE COMMAND…: runs a command under the settings of a service unit, as far as that
goes where systemd is not the first process: user and capabilities, limits, the file system read-only
but for the folder STATE, /proc as it says, its filters of system calls, no network. To be called by
root, in namespaces of its own (unshare --net --ipc --mount)."""

import errno
import os
import resource
import sys

import seccomp

import unit_file
from confine import become, run

USER = 65534
PROT_WRITE, PROT_EXEC, SHM_EXEC = 2, 4, 0o100000
NAMESPACES = {"cgroup": 0x02000000, "ipc": 0x08000000, "mnt": 0x00020000, "net": 0x40000000,
              "pid": 0x20000000, "user": 0x10000000, "uts": 0x04000000}
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
REALTIME = (1, 2, 6)  # FIFO, RR, DEADLINE


def arrange_files(service, state):
    assert service["ProtectSystem"] == ["strict"] and service["ProcSubset"] == ["pid"]
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "proc", "-o", f"subset=pid,hidepid={service['ProtectProc'][0]}", "proc", "/proc")
    run("mount", "--bind", state, state)
    run("mount", "-o", "remount,bind,ro", "/")


def give_up(service):
    assert service["CapabilityBoundingSet"] == [""] and service["NoNewPrivileges"] == ["yes"]
    for name in ("NOFILE", "CORE"):
        which = getattr(resource, f"RLIMIT_{name}")
        most = resource.getrlimit(which)[1]  # that this machine lets root have
        value = int(service[f"Limit{name}"][0])
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(which, (value, value))
    os.umask(int(service["UMask"][0], 8))
    become(USER)


def masked(argument, bits):
    return seccomp.Arg(argument, seccomp.MASKED_EQ, bits, bits)


def refuse_some(service):
    """RestrictNamespaces=, MemoryDenyWriteExecute=, RestrictAddressFamilies=, RestrictRealtime="""
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    refused = seccomp.ERRNO(errno.EPERM)
    for name in set(NAMESPACES) - set(service["RestrictNamespaces"][0].split()):
        rules.add_rule(refused, "unshare", masked(0, NAMESPACES[name]))
        rules.add_rule(refused, "clone", masked(0, NAMESPACES[name]))
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    if service["MemoryDenyWriteExecute"] == ["yes"]:
        rules.add_rule(refused, "mmap", masked(2, PROT_WRITE | PROT_EXEC))
        rules.add_rule(refused, "mprotect", masked(2, PROT_EXEC))
        rules.add_rule(refused, "pkey_mprotect", masked(2, PROT_EXEC))
        rules.add_rule(refused, "shmat", masked(2, SHM_EXEC))
    known = [FAMILIES[name] for name in service["RestrictAddressFamilies"][0].split()]
    for family in set(range(46)) - set(known):
        rules.add_rule(seccomp.ERRNO(errno.EAFNOSUPPORT), "socket",
                       seccomp.Arg(0, seccomp.EQ, family))
    for policy in REALTIME if service["RestrictRealtime"] == ["yes"] else ():
        rules.add_rule(refused, "sched_setscheduler", seccomp.Arg(1, seccomp.EQ, policy))
    rules.load()


def allow_some(service):
    """SystemCallFilter="""
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    for call in unit_file.allowed_calls(service):
        try:
            rules.add_rule(seccomp.ALLOW, call)
        except (RuntimeError, ValueError):
            pass  # not a call of this machine
    rules.load()


def main():
    service = unit_file.read(sys.argv[1])["Service"]
    unit_file.allowed_calls(service)  # needs programs that are out of reach below
    arrange_files(service, sys.argv[2])
    give_up(service)
    refuse_some(service)
    allow_some(service)
    os.execvp(sys.argv[3], sys.argv[3:])


if __name__ == "__main__":
    main()
