# SPDX-License-Identifier: Apache-2.0
"""as_container.py ROOT [--own FOLDER]… [--see FOLDER]… -- COMMAND…: runs /usr/local/bin/COMMAND of ROOT,
whatever folder it was named with, as a container engine would, without one: the root directory
read-only, user 65532 without capabilities, under the default seccomp profile of podman and CRI-O.
FOLDERs are seen at the same path, those of --own are writable and made over to the user. To be called by
root, in a mount namespace of its own (unshare --mount --ipc).

The profile is the one that Debian packages (golang-github-containers-common); Docker's and containerd's
are its siblings. It is in the form that engines read: rules for capabilities and architectures that
apply or not."""

import argparse
import json
import os
import platform
import sys

import seccomp

from confine import become, run

USER = 65532
PROFILE = "/usr/share/containers/seccomp.json"
DEVICES = ("null", "zero", "full", "random", "urandom")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
OPERATORS = {"SCMP_CMP_EQ": seccomp.EQ, "SCMP_CMP_NE": seccomp.NE, "SCMP_CMP_GE": seccomp.GE,
             "SCMP_CMP_GT": seccomp.GT, "SCMP_CMP_LE": seccomp.LE, "SCMP_CMP_LT": seccomp.LT,
             "SCMP_CMP_MASKED_EQ": seccomp.MASKED_EQ}


def applies(rule):
    """For a process without capabilities on this machine."""
    here = ARCHITECTURES[platform.machine()]
    includes, excludes = rule.get("includes") or {}, rule.get("excludes") or {}
    return (not includes.get("caps") and here in includes.get("arches", [here])
            and here not in excludes.get("arches", []))


def action_of(rule):
    if rule["action"] == "SCMP_ACT_ALLOW":
        return seccomp.ALLOW
    assert rule["action"] == "SCMP_ACT_ERRNO", rule
    return seccomp.ERRNO(rule.get("errnoRet", 1))


def conditions(rule):
    found = []
    for one in rule.get("args") or []:
        operator = OPERATORS[one["op"]]
        if operator == seccomp.MASKED_EQ:
            found.append(seccomp.Arg(one["index"], operator, one["value"], one["valueTwo"]))
        else:
            found.append(seccomp.Arg(one["index"], operator, one["value"]))
    return found


def profile():
    with open(PROFILE, encoding="utf-8") as file:
        text = json.load(file)
    default = {"action": text["defaultAction"], "errnoRet": text.get("defaultErrnoRet", 1)}
    rules = seccomp.SyscallFilter(action_of(default))
    for rule in filter(applies, text["syscalls"]):
        action = action_of(rule)
        if (rule["action"], rule.get("errnoRet", 1)) == (default["action"], default["errnoRet"]):
            continue
        for name in rule["names"]:
            try:
                rules.add_rule(action, name, *conditions(rule))
            except (RuntimeError, ValueError):
                pass  # not a call of this machine
    return rules


def see(root, folder, writable):
    target = root + folder
    os.makedirs(target, exist_ok=True)
    run("mount", "--bind", folder, target)
    if writable:
        os.chown(folder, USER, USER)
    else:
        run("mount", "-o", "remount,bind,ro", target)


def enter_root(arguments):
    root = os.path.realpath(arguments.root)
    run("mount", "--make-rprivate", "/")
    run("mount", "--bind", root, root)
    for folder in arguments.see:
        see(root, folder, False)
    for folder in arguments.own:
        see(root, folder, True)
    run("mount", "-t", "proc", "proc", root + "/proc")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "dev", root + "/dev")
    for device in DEVICES:
        with open(f"{root}/dev/{device}", "w", encoding="ascii"):
            pass
        run("mount", "--bind", f"/dev/{device}", f"{root}/dev/{device}")
    run("mount", "-o", "remount,bind,ro", root)
    os.chroot(root)
    os.chdir("/")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--own", action="append", default=[])
    parser.add_argument("--see", action="append", default=[])
    split = sys.argv.index("--")
    arguments, command = parser.parse_args(sys.argv[1:split]), sys.argv[split + 1:]
    rules = profile()
    enter_root(arguments)
    become(USER)
    rules.load()
    os.execve("/usr/local/bin/" + os.path.basename(command[0]), command, {"PATH": "/usr/local/bin", "HOME": "/"})


if __name__ == "__main__":
    main()
