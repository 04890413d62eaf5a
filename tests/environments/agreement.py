#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""agreement.py: compares an environment's verifier with independent.py, on right and on spoilt
answers. Speaks TAP, one test per level.

usage: agreement.py TOOL NAME      TOOL is the environment's environment_tool"""

import random
import subprocess
import sys

import independent

SEEDS, SPOILT = 60, 60


def sample(tool, level):
    output = subprocess.run([tool, "sample", str(level), "0", str(SEEDS)], check=True,
                            stdout=subprocess.PIPE).stdout
    instances, at = [], 0
    while at < len(output):
        end = output.index(b"\n", at)
        _, seed, question, oracle = map(int, output[at:end].split())
        texts = output[end + 1 : end + 1 + question + oracle]
        instances.append((seed, texts[:question].decode(), texts[question:].decode()))
        at = end + 1 + question + oracle
    return instances


def native(tool, level, answers):
    """The scores of (seed, answer) pairs."""
    lines = []
    for seed, answer in answers:
        response = b"<answer>" + answer.encode() + b"</answer>"
        lines.append(b"%d %d\n" % (seed, len(response)) + response)
    output = subprocess.run([tool, "judge", str(level)], check=True, input=b"\n".join(lines),
                            stdout=subprocess.PIPE).stdout
    return [float(line) for line in output.split()]


def check_level(tool, name, level):
    chance = random.Random("%s %d" % (name, level))
    instances = sample(tool, level)
    oracles = [oracle for _, _, oracle in instances]
    cases = []
    for seed, question, oracle in instances:
        cases += [(seed, question, oracle)]
        cases += [(seed, question, independent.spoil(oracle, chance, oracles, question))
                  for _ in range(SPOILT)]
    scores = native(tool, level, [(seed, answer) for seed, _, answer in cases])
    assert len(scores) == len(cases)
    right = 0
    for (seed, question, answer), score in zip(cases, scores):
        expected = independent.judge(name, question, answer)
        right += score == 1
        if abs(score - expected) > 1e-12:
            return "seed %d, answer %r: verifier %g, independent %g" % (seed, answer, score, expected)
    print("# %d answers, %d of them right" % (len(cases), right))
    return None if right >= SEEDS else "not even the oracle is right"


def main():
    tool, name = sys.argv[1:]
    print("1..5")
    for level in range(1, 6):
        fault = check_level(tool, name, level)
        print("%s %d - %s, level %d" % ("not ok" if fault else "ok", level, name, level))
        if fault:
            print("# " + fault)


if __name__ == "__main__":
    main()
