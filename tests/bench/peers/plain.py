# SPDX-License-Identifier: Apache-2.0
"""plain.py: a reward server as a FastAPI user writes it: a model of the request, a verifier called
in the handler, a dictionary returned. `async def`, because a thread for each call is slower."""

import os
from typing import Any, Dict, List

from fastapi import FastAPI
from pydantic import BaseModel

import verifiers
import verifiers_sympy

VERIFIERS = {**verifiers.VERIFIERS, **verifiers_sympy.VERIFIERS}
app = FastAPI()


class Item(BaseModel):
    env: str
    task: Dict[str, Any]
    response: str


class Batch(BaseModel):
    items: List[Item]


def verdict(item):
    reward = VERIFIERS[item.env](item.task, item.response)
    return {"env": item.env, "status": "ok", "reward": reward, "correct": reward == 1}


@app.get("/healthz")
async def healthz():
    return {"pid": os.getpid()}


@app.post("/score")
async def score(item: Item):
    return verdict(item)


@app.post("/score/batch")
async def score_batch(batch: Batch):
    return {"results": [verdict(item) for item in batch.items]}
