# SPDX-License-Identifier: Apache-2.0
"""policy.py: a policy of some 100,000 weights. It reads a question once for a whole group, through one
attention query for each token of the answer, and writes the answer token by token."""

import math

import torch
from torch import nn
from torch.nn import functional

from tasks import PAD

POSITIONS = 512  # words of a question, counted from its end
NEVER = -1e9


class Attention(nn.Module):
    """From queries to the words of a question."""

    def __init__(self, width, heads=4):
        super().__init__()
        self.heads = heads
        self.query, self.out = nn.Linear(width, width), nn.Linear(width, width)
        self.pair = nn.Linear(width, 2 * width)

    def forward(self, queries, memory, padding):
        batch, count, width = queries.shape
        query = self._split(self.query(queries))
        key, value = (self._split(each) for each in self.pair(memory).chunk(2, -1))
        weight = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        weight = weight.masked_fill(padding[:, None, None], NEVER).softmax(-1)
        return self.out((weight @ value).transpose(1, 2).reshape(batch, count, width))

    def _split(self, each):
        return each.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Reader(nn.Module):
    """One layer: attention, then a small network."""

    def __init__(self, width):
        super().__init__()
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width)
        self.network = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, queries, memory, padding):
        queries = queries + self.attention(self.before(queries), memory, padding)
        return queries + self.network(self.between(queries))


class Policy(nn.Module):
    def __init__(self, words, task, width=48, layers=2):
        super().__init__()
        tokens = len(task.alphabet)
        self.word = nn.Embedding(words, width, padding_idx=PAD)
        self.position = nn.Embedding(POSITIONS, width)
        self.neighbours = nn.Conv1d(width, width, 5, padding=2)
        self.norm = nn.LayerNorm(width)
        self.queries = nn.Parameter(torch.randn(task.length, width))
        self.readers = nn.ModuleList(Reader(width) for _ in range(layers))
        self.token = nn.Embedding(tokens + 1, width)  # and one for the beginning
        self.cell = nn.GRUCell(2 * width, width)
        self.out = nn.Linear(width, tokens)
        nn.init.zeros_(self.out.weight)  # the first policy guesses evenly
        nn.init.zeros_(self.out.bias)

    def read(self, questions):
        """What the policy knows of each question (padded numbers of words) at each token of its answer."""
        padding = questions == PAD
        length = questions.shape[1]
        memory = self.word(questions) + self.position(torch.arange(length - 1, -1, -1))
        memory = memory + functional.gelu(self.neighbours(memory.transpose(1, 2)).transpose(1, 2))
        memory = self.norm(memory)
        known = self.queries.expand(len(questions), -1, -1)
        for reader in self.readers:
            known = reader(known, memory, padding)
        return known

    def write(self, known, size, greedy=False):
        """A group of `size` answers to each question, of shape questions × size × length: tokens (indices
        into the task's alphabet), the logarithm of each token's probability, and how far the distribution
        that it was drawn from is from the even one (KL divergence, nats)."""
        rows, count = len(known) * size, self.out.out_features
        token = torch.full((rows,), count)
        state = torch.zeros(rows, known.shape[-1])
        tokens, logs, distances = [], [], []
        for context in known.repeat_interleave(size, 0).unbind(1):
            state = self.cell(torch.cat([context, self.token(token)], -1), state)
            choices = self.out(context + state).log_softmax(-1)
            if greedy:
                token = choices.argmax(-1)
            else:
                token = torch.multinomial(choices.detach().exp(), 1).squeeze(-1)
            tokens.append(token)
            logs.append(choices.gather(-1, token[:, None]).squeeze(-1))
            distances.append(math.log(count) + (choices.exp() * choices).sum(-1))
        shape = (len(known), size, -1)
        return tuple(torch.stack(each, -1).view(shape) for each in (tokens, logs, distances))
