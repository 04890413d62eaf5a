# SPDX-License-Identifier: Apache-2.0
"""trainer.py: policies, their optimizers and a stream of instances; steps of GRPO; evaluations."""

import torch
from torch import nn

from grpo import Tally, mean_reward
from policy import Policy
from rollouts import by_task, score_groups, training_instances
from tasks import Vocabulary

VOCABULARY_INSTANCES = 600
PAGE_STEPS = 20
EVALUATION_SAMPLES = 8
GRADIENT_NORM_MAX = 1.0


class Learner:
    """One task's policy and its optimizer: tasks share nothing, so that none disturbs another."""

    def __init__(self, client, task, vocabulary, options):
        self.client, self.task, self.vocabulary, self.group = client, task, vocabulary, options.group
        self.policy = Policy(len(vocabulary), task)
        self.optimizer = torch.optim.Adam(self.policy.parameters(), lr=options.rate)

    def step(self, rows, tally):
        """Rollouts, rewards, advantages, one update; none where nothing was measured."""
        tokens, logs, distances = self.policy.write(self._read(rows), self.group)
        groups = score_groups(self.client, self.task, rows, tokens.tolist())
        found = tally.add(self.task.env, groups)
        if tally.rewards[self.task.env] is None:
            return
        measured = torch.tensor([[reward is not None for reward in group] for group in groups])
        loss = self.task.kl * distances[measured].mean() - self._gain(logs, groups, found)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.policy.parameters(), GRADIENT_NORM_MAX)
        self.optimizer.step()

    def _gain(self, logs, groups, found):
        """GRPO's objective. Every response is of the policy that is updated, so that the ratio is 1 and
        the gradient that of the logarithms, weighted by the advantages; the mean is over the tokens that
        were measured, in groups that teach."""
        weight = torch.tensor([group or [0.0] * self.group for group in found])
        taught = sum(reward is not None for rewards, group in zip(groups, found) if group
                     for reward in rewards)
        return (weight.unsqueeze(-1) * logs).sum() / (max(taught, 1) * self.task.length)

    def _read(self, rows):
        questions = self.vocabulary.encode([row.question for row in rows])
        return self.policy.read(torch.tensor(questions))

    @torch.no_grad()
    def evaluate(self, rows):
        """Mean rewards: of sampled answers, and of the most likely one."""
        known = self._read(rows)
        sampled, *_ = self.policy.write(known, EVALUATION_SAMPLES)
        greedy, *_ = self.policy.write(known, 1, greedy=True)
        return {name: mean_reward(score_groups(self.client, self.task, rows, tokens.tolist()))
                for name, tokens in (("sampled", sampled), ("greedy", greedy))}


class Trainer:
    """A learner for each task, and one stream of instances for all of them."""

    def __init__(self, client, tasks, options):
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.count = options.instances
        first = training_instances(client, tasks, VOCABULARY_INSTANCES)
        vocabulary = Vocabulary(next(first).question for _ in range(VOCABULARY_INSTANCES))
        self.learners = {task: Learner(client, task, vocabulary, options) for task in tasks}
        self.instances = training_instances(client, tasks, self.count * PAGE_STEPS)

    def step(self):
        """One step of all learners. Returns what became of the groups."""
        tally = Tally()
        rows = [next(self.instances) for _ in range(self.count)]
        for task, found in by_task(rows, self.learners).items():
            self.learners[task].step(found, tally)
        return tally

    def evaluate(self, instances):
        """Mean rewards by environment, on instances by task."""
        return {task.env: self.learners[task].evaluate(rows) for task, rows in instances.items()}
