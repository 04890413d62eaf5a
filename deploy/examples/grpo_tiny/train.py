#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""train.py: trains tiny policies by GRPO against a running resynd, and writes OUT/metrics.jsonl. The
script `run` beside it starts the daemon before, and draws the curve afterwards."""

import argparse
import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parents[2] / "proto" / "python" / "src"))

from rollouts import best_constant, held_out  # noqa: E402
from tasks import TASKS  # noqa: E402

SHOWN_EVERY = 50


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="the daemon (RESYND_URL, else http://127.0.0.1:8420)")
    parser.add_argument("--out", type=Path, default=Path("."), help="where metrics.jsonl goes (here)")
    parser.add_argument("--steps", type=positive, default=1200, help="of optimization (1200)")
    parser.add_argument("--instances", type=positive, default=64, help="of a step (64)")
    parser.add_argument("--group", type=positive, default=32, help="responses to each of them (32)")
    parser.add_argument("--held-out", type=positive, default=400, help="instances of each task (400)")
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate (0.001)")
    parser.add_argument("--threads", type=positive, default=1, help="of torch (1)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--env", action="append", choices=[task.env for task in TASKS],
                        help="only this one; may be given several times")
    return parser.parse_args(arguments)


class Log:
    """metrics.jsonl: one object a line, with the time that has passed."""

    def __init__(self, path):
        self.file = open(path, "w", buffering=1, encoding="utf-8")
        self.began = time.monotonic()

    def keep(self, **row):
        row.update(seconds=round(time.monotonic() - self.began, 2),
                   cpu_seconds=round(time.process_time(), 2))
        self.file.write(json.dumps(row) + "\n")
        return row

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def train(client, options, say=print):
    """The whole run: baselines, steps, held-out rewards before and after. Returns the latter two."""
    from trainer import Trainer
    tasks = [task for task in TASKS if not options.env or task.env in options.env]
    options.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(client, tasks, options)
    unseen = held_out(client, tasks, options.held_out)
    with Log(options.out / "metrics.jsonl") as log:
        log.keep(labels={task.env: task.label for task in tasks},
                 constant={task.env: best_constant(client, task, rows) for task, rows in unseen.items()})
        before = trainer.evaluate(unseen)
        log.keep(step=0, held_out=before)
        for step in range(1, options.steps + 1):
            row = log.keep(step=step, **trainer.step().row())
            if step % SHOWN_EVERY == 0 or step == options.steps:
                say(progress(row))
        after = trainer.evaluate(unseen)
        log.keep(step=options.steps, held_out=after)
    return before, after


def shown(reward):
    return "    -" if reward is None else f"{reward:.3f}"


def progress(row):
    rewards = "  ".join(f"{env} {shown(reward)}" for env, reward in row["reward"].items())
    return (f"step {row['step']:4}  {rewards}  groups skipped {row['skipped']}/{row['groups']}  "
            f"not measured {row['unmeasured']}/{row['responses']}  {row['seconds']:.0f} s")


def main():
    options = parse_arguments()
    import resynd
    with resynd.Client(options.url) as client:
        client.wait_until_ready()
        before, after = train(client, options)
    print("held out: the mean of samples, and of the most likely answers")
    for env, found in after.items():
        print(f"  {env:20}  {shown(before[env]['sampled'])} -> {shown(found['sampled'])}   "
              f"{shown(before[env]['greedy'])} -> {shown(found['greedy'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
