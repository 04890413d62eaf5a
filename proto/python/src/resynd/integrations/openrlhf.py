# SPDX-License-Identifier: Apache-2.0
"""OpenRLHF: a reward function in a Python file. This file can be named by its path; the server is
RESYND_URL's. (Over HTTP the server's own route /get_reward needs no code at all.)"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from resynd.integrations.scorer import Scorer, flags

# What a chat template may leave behind the response.
END_TOKENS = ("<|im_end|>", "<|eot_id|>", "<|endoftext|>", "<|end_of_text|>", "</s>")
# Where the response may begin, if the prompt was cut on its left and cannot be found.
BEGIN_TOKENS = ("<|im_start|>assistant\n", "<|start_header_id|>assistant<|end_header_id|>\n\n",
                "<|assistant|>\n")
TAIL_CHARACTERS = 200


def response_in(query: str, prompt: str) -> str:
    """OpenRLHF gives prompt and response in one text, with special tokens, and the prompt may have lost
    its beginning."""
    if prompt and query.startswith(prompt):
        response = query[len(prompt):]
    else:
        response = query
        for mark in (prompt[-TAIL_CHARACTERS:], *BEGIN_TOKENS):
            if mark and mark in query:
                response = query.rpartition(mark)[2]
                break
    return _without_end(response)


def _without_end(text: str) -> str:
    stripped = text.rstrip()
    for token in END_TOKENS:
        if stripped.endswith(token):
            return _without_end(stripped[:-len(token)])
    return text


def reward_function(**options: Any) -> Any:
    """A `reward_func` with these settings. OpenRLHF has no word for "not measured": such a sample has
    reward 0 and valid 0, unless on_error ("nan" or a number) says otherwise. An exception would leave it
    without a reward and end the run later."""
    made: List[Scorer] = []

    def reward_func(queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any],
                    **_: Any) -> Dict[str, Any]:
        if not made:
            made.append(Scorer(**options))
        scorer = made[0]
        responses = [response_in(query, prompt) for query, prompt in zip(queries, prompts)]
        verdicts = scorer.verdicts(labels, responses)
        rewards = [0.0 if number is None else number for number in scorer.numbers(verdicts)]
        beside = [flags(scorer, verdict) for verdict in verdicts]
        logs = {name: _vector([each[name] for each in beside]) for name in
                ("acc", "valid", "format", "extracted", "response_fault")} if beside else {}
        return {"rewards": _vector(rewards), "scores": _vector(rewards), "extra_logs": logs}

    return reward_func


def _vector(numbers: List[float]) -> Any:
    """A tensor, as OpenRLHF's own examples return, or a list, as its servers do."""
    try:
        import torch
    except ImportError:
        return numbers
    return torch.tensor(numbers, dtype=torch.float32)


reward_func = reward_function()
