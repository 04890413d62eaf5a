# SPDX-License-Identifier: Apache-2.0
"""nemo_gym.py: the way that NeMo Gym documents for a resources server: POST /verify carries the
data set's row and the model's whole response as pydantic models, and answers with all of it and a
reward. The models are a small equivalent of NeMo Gym's own, under Debian's pydantic."""

import os
from typing import Any, Dict, List, Literal, Optional, Union

from fastapi import FastAPI
from pydantic import BaseModel

from verifiers import VERIFIERS

app = FastAPI()


class Row(BaseModel):
    class Config:
        extra = "allow"


class OutputText(BaseModel):
    type: Literal["output_text"]
    text: str
    annotations: List[Dict[str, Any]] = []


class Refusal(BaseModel):
    type: Literal["refusal"]
    refusal: str


class Message(BaseModel):
    type: Literal["message"]
    id: str
    role: Literal["assistant"]
    status: str
    content: List[Union[OutputText, Refusal]]


class FunctionCall(BaseModel):
    type: Literal["function_call"]
    name: str
    arguments: str
    call_id: str


class Summary(BaseModel):
    type: Literal["summary_text"]
    text: str


class Reasoning(BaseModel):
    type: Literal["reasoning"]
    id: str
    summary: List[Summary]


class Response(BaseModel):
    id: str
    object: Literal["response"]
    created_at: float
    model: str
    output: List[Union[Message, FunctionCall, Reasoning]]
    parallel_tool_calls: bool
    tool_choice: Union[str, Dict[str, Any]]
    tools: List[Dict[str, Any]]
    usage: Optional[Dict[str, Any]] = None


class InputMessage(BaseModel):
    role: Literal["user", "system", "developer", "assistant"]
    content: Union[str, List[Dict[str, Any]]]


class CreateParams(BaseModel):
    input: Union[str, List[InputMessage]]
    tools: List[Dict[str, Any]] = []
    temperature: Optional[float] = None
    top_p: Optional[float] = None
    max_output_tokens: Optional[int] = None


class VerifyRequest(Row):
    responses_create_params: CreateParams
    response: Response


class VerifyResponse(VerifyRequest):
    reward: float


def written(response):
    return "".join(part.text for output in response.output if output.type == "message"
                   for part in output.content if part.type == "output_text")


@app.get("/healthz")
async def healthz():
    return {"pid": os.getpid()}


@app.post("/verify", response_model=VerifyResponse)
async def verify(body: VerifyRequest) -> VerifyResponse:
    row = body.dict()
    reward = VERIFIERS[row["env"]](row["task"], written(body.response))
    return VerifyResponse(**row, reward=reward)
