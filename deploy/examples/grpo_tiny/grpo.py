# SPDX-License-Identifier: Apache-2.0
"""grpo.py: what GRPO makes of rewards. A reward is a number from 0 to 1, or None where nothing was
measured: that response is left out, of the mean as of the loss. No tensor is needed here."""

from dataclasses import dataclass, field
from statistics import fmean, pstdev


def advantages(rewards):
    """How much better each response is than its group, in standard deviations; 0 for what was not
    measured. None: the group teaches nothing, because all that was measured is equal."""
    measured = [reward for reward in rewards if reward is not None]
    spread = pstdev(measured) if measured else 0.0
    if spread == 0.0:
        return None
    mean = fmean(measured)
    return [0.0 if reward is None else (reward - mean) / spread for reward in rewards]


def mean_reward(groups):
    """Of what was measured in all of the groups; None where nothing was."""
    measured = [reward for group in groups for reward in group if reward is not None]
    return fmean(measured) if measured else None


@dataclass
class Tally:
    """What became of the groups and responses of one step."""

    groups: int = 0
    skipped: int = 0  # groups without variance
    responses: int = 0
    unmeasured: int = 0
    rewards: dict = field(default_factory=dict)  # mean by environment

    def add(self, env, groups):
        """Groups of rewards of one environment; returns the advantages of each group, or None."""
        found = [advantages(group) for group in groups]
        self.groups += len(groups)
        self.skipped += found.count(None)
        self.responses += sum(map(len, groups))
        self.unmeasured += sum(group.count(None) for group in groups)
        self.rewards[env] = mean_reward(groups)
        return found

    def row(self):
        """For metrics.jsonl."""
        return {"groups": self.groups, "skipped": self.skipped, "responses": self.responses,
                "unmeasured": self.unmeasured, "reward": dict(self.rewards)}
