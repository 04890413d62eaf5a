#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""curve.py METRICS.jsonl OUT.png: reward by step, beside what can be had without reading the question;
below, how many groups taught nothing."""

import json
import sys
from dataclasses import dataclass, field

WINDOW = 30  # steps that a smooth line averages over


@dataclass
class Run:
    """What a metrics.jsonl holds."""

    labels: dict = field(default_factory=dict)
    constant: dict = field(default_factory=dict)
    held_out: list = field(default_factory=list)  # (step, rewards by environment)
    steps: list = field(default_factory=list)


def read(lines):
    run = Run()
    for row in map(json.loads, lines):
        if "labels" in row:
            run.labels, run.constant = row["labels"], row["constant"]
        elif "held_out" in row:
            run.held_out.append((row["step"], row["held_out"]))
        else:
            run.steps.append(row)
    return run


def series(run, env):
    """Steps and mean rewards; steps without a measurement are left out."""
    points = [(row["step"], row["reward"][env]) for row in run.steps
              if row["reward"].get(env) is not None]
    return [step for step, _ in points], [reward for _, reward in points]


def smooth(values, window=WINDOW):
    """Each with those before it, `window` in all."""
    parts = (values[max(0, end - window):end] for end in range(1, len(values) + 1))
    return [sum(part) / len(part) for part in parts]


def draw_env(axes, run, env, colour):
    steps, rewards = series(run, env)
    axes.plot(steps, rewards, color=colour, alpha=0.2, linewidth=0.8)
    axes.plot(steps, smooth(rewards), color=colour, label=run.labels[env])
    for step, found in run.held_out:
        axes.plot(step, found[env]["sampled"], "o", color=colour, markersize=6, clip_on=False,
                  markeredgecolor="black", zorder=3)
    if run.constant.get(env) is not None:
        axes.axhline(run.constant[env], color=colour, linestyle=":", linewidth=1.2)


def draw(run, path):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, (upper, lower) = pyplot.subplots(2, 1, sharex=True, figsize=(8, 6),
                                             gridspec_kw={"height_ratios": [3, 1]})
    for index, env in enumerate(run.labels):
        draw_env(upper, run, env, f"C{index}")
    upper.plot([], [], "o", color="white", markeredgecolor="black", label="held out, before and after")
    upper.plot([], [], ":", color="grey", label="best fixed answer")
    upper.set(ylabel="mean reward of samples", ylim=(0, 1.02), xlim=(0, run.steps[-1]["step"]))
    upper.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncol=3, fontsize=8, frameon=False)
    lower.plot([row["step"] for row in run.steps],
               smooth([row["skipped"] / row["groups"] for row in run.steps]), color="grey")
    lower.set(xlabel="step", ylabel="groups skipped", ylim=(0, 1.02))
    figure.tight_layout()
    figure.savefig(path, dpi=80, pil_kwargs={"optimize": True})


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], encoding="utf-8") as lines:
        draw(read(lines), sys.argv[2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
