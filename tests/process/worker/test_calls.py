# SPDX-License-Identifier: Apache-2.0
"""What strace sees of a worker once its filter is in place: its doorbell, the completions, its end,
and nothing else. Runs the test program named on the command line under strace; speaks TAP."""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

LINE = re.compile(r'(\d+) +(\w+)\((.*)')
READ = re.compile(r'3, .*(, 8\)|<unfinished \.\.\.>)')
WRITE = re.compile(r'[7-9], ".*", 8(\)| <unfinished \.\.\.>)')


def trace(program):
    """The calls of each process, in order: {pid: [(name, arguments)]}."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'trace')
        done = subprocess.run(['strace', '-f', '-qq', '-o', path, program],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=110)
        if done.returncode != 0:
            raise RuntimeError(f'under strace: {done.returncode} {done.stderr.decode()[-400:]}')
        calls = collections.defaultdict(list)
        with open(path, encoding='utf-8', errors='replace') as lines:
            for line in lines:
                match = LINE.match(line)
                if match:
                    calls[match[1]].append((match[2], match[3]))
        return calls


def after_the_lock(calls):
    """What follows the filter's installation in each process that is a worker."""
    for own in calls.values():
        if not any('resynd-worker' in arguments for name, arguments in own if name == 'prctl'):
            continue
        locks = [i for i, (name, arguments) in enumerate(own)
                 if name == 'seccomp' and '{len=' in arguments]
        yield own[locks[-1] + 1:] if locks else own


def is_allowed(name, arguments):
    if name == 'read':
        return READ.match(arguments)
    if name == 'write':
        return WRITE.match(arguments)
    return name == 'exit_group'


def main():
    if not shutil.which('strace'):
        print('1..0 # SKIP strace is not installed')
        return 0
    try:
        tails = list(after_the_lock(trace(sys.argv[1])))
    except RuntimeError as error:
        if 'ptrace' in str(error):
            print('1..0 # SKIP processes may not be traced here')
            return 0
        raise
    seen = collections.Counter(name for tail in tails for name, _ in tail)
    others = [call for tail in tails for call in tail if not is_allowed(*call)]
    checks = {
        f'{len(tails)} workers were seen': len(tails) > 0,
        f'calls after the lock: {dict(seen)}': seen['read'] > 10 and seen['write'] > 10,
        f'no call but those: {others[:5]}': not others,
    }
    print(f'1..{len(checks)}')
    for number, (what, holds) in enumerate(checks.items(), 1):
        print('ok' if holds else 'not ok', number, '-', what)
    return 0 if all(checks.values()) else 1


if __name__ == '__main__':
    sys.exit(main())
