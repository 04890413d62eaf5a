# SPDX-License-Identifier: Apache-2.0
"""process_per_call.py: isolation as a code execution server gives it: each verification is a new
Python process, and no more of them at a time than there are CPUs."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any, Dict

from fastapi import FastAPI
from pydantic import BaseModel

ONCE = str(Path(__file__).with_name("once.py"))

app = FastAPI()
turns = asyncio.Semaphore(os.cpu_count() or 1)


class Item(BaseModel):
    env: str
    task: Dict[str, Any]
    response: str


@app.get("/healthz")
async def healthz():
    return {"pid": os.getpid()}


@app.post("/score")
async def score(item: Item):
    async with turns:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-S", "-E", ONCE, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)
        output, _ = await process.communicate(item.json().encode())
    reward = json.loads(output)["reward"] if process.returncode == 0 else None
    return {"env": item.env, "status": "ok" if reward is not None else "crash", "reward": reward}
