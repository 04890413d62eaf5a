# SPDX-License-Identifier: Apache-2.0
"""Client of resynd, a reward-verification server for reinforcement learning.

    from resynd import Client
    with Client("http://127.0.0.1:8420") as client:
        for instance in client.instances("n_queens", level=2, count=4):
            verdict = client.score(instance.instance, policy(instance.question))
            print(verdict.status, verdict.reward, verdict.reason)

What was not measured is never a number: `Verdict.reward` is None, and reward() and rewards() give one
only where `on_error` names it. Trainers' own interfaces are in `resynd.integrations`.
"""

from .aio import AsyncClient, AsyncInstances
from .client import Client, Instances
from .errors import (DeadlineError, MeasurementError, RejectedError, RequestError, ResyndError,
                     UnreachableError)
from .instances import InstanceDataset
from .policy import OnError, OnResponseFault, Policy
from .records import Environment, Instance, Report
from .verdict import Verdict

__version__ = "0.1.0"

__all__ = [
    "AsyncClient", "AsyncInstances", "Client", "DeadlineError", "Environment", "Instance",
    "InstanceDataset", "Instances", "MeasurementError", "OnError", "OnResponseFault", "Policy",
    "RejectedError", "Report", "RequestError", "ResyndError", "UnreachableError", "Verdict", "__version__",
]
