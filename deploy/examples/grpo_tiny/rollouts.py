# SPDX-License-Identifier: Apache-2.0
"""rollouts.py: instances from the daemon, groups of responses to it, rewards back."""

from itertools import product

from grpo import mean_reward
from tasks import env_of


def training_instances(client, tasks, page):
    """Without end, a mixture of all tasks."""
    mix = [{"env": task.env, "levels": [task.level, task.level], "weight": task.weight} for task in tasks]
    return client.instances(mix=mix, split="train", page=page)


def held_out(client, tasks, count):
    """Instances that training_instances never draws, by task."""
    return {task: list(client.dataset(task.env, task.level, split="held_out", count=count,
                                      progress=False)) for task in tasks}


def by_task(rows, tasks):
    """The rows of each task, where there are any."""
    found = {task: [row for row in rows if env_of(row) == task.env] for task in tasks}
    return {task: rows for task, rows in found.items() if rows}


def score_groups(client, task, rows, groups):
    """Rewards, group by group; None where nothing was measured, which is not a reward of 0."""
    items = [{"instance": row.instance, "response": task.response(tokens)}
             for row, group in zip(rows, groups) for tokens in group]
    rewards = iter(client.rewards(items, on_error="none", progress=False))
    return [[next(rewards) for _ in group] for group in groups]


def best_constant(client, task, rows):
    """The mean reward of the one answer that suits most of the rows: what can be had without reading the
    question. All answers there are, so for small tasks only."""
    answers = list(product(range(len(task.alphabet)), repeat=task.length))
    groups = score_groups(client, task, rows, [answers] * len(rows))
    means = [mean_reward([column]) for column in zip(*groups)]
    return max((mean for mean in means if mean is not None), default=None)
