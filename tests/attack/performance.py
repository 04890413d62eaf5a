# SPDX-License-Identifier: Apache-2.0
"""performance.py: all attacks against one daemon, several at a time: what came of each, and that
the daemon, a neighbouring environment and the next rollout are unharmed."""

import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cases import OWN, answer, right_sum
from daemon import Daemon

# What a source or its code could have read of this machine.
SECRETS = ("root:", "/bin/", "PATH=", "daemon:", "GLIBC", ".so")
AT_ONCE = 5
ANSWER_BYTES_MAX = 100_000
REASON_BYTES_MAX = 240


class Unexpected(AssertionError):
    """An attack that did something else than its first line says."""


def demand(condition, *what):
    if not condition:
        raise Unexpected(" ".join(str(part) for part in what)[:2000])


def _birth(pid):
    """Tells a process from a later one of the same number."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


class Stage:
    """A daemon that serves the attacks and an honest environment."""

    def __init__(self, way, attacks):
        self.daemon = Daemon(None)
        self.daemon.wrapper = way.wrapper(self.daemon.data)
        folder = self.daemon.environments
        (folder / "sum.c").write_text((OWN / "sum.c").read_text())
        for attack in attacks:
            if not attack.only_refused:
                (folder / f"{attack.name}.c").write_bytes(attack.bytes)
        self.daemon.scratch.chmod(0o755)
        self.daemon.start()
        self.front = [(pid, _birth(pid)) for pid in self.daemon.processes("resynd-front")]
        with self.daemon.client() as client:
            self.bystander, self.bystander_answer = right_sum(client)
        self.local = threading.local()

    @property
    def client(self):
        if not hasattr(self.local, "client"):
            self.local.client = self.daemon.client(120)
        return self.local.client

    # ---- One attack: returns what came of it ----

    def perform(self, attack):
        if attack.expects("refused"):
            outcome = self.check(attack)
            if outcome:
                self.unharmed()
                return outcome
        if attack.expects("instances", "question"):
            outcome = self.instances(attack)
        else:
            outcome = self.verdicts(attack)
        self.unharmed()
        return outcome

    def check(self, attack):
        """Sends the source to the check route: "refused", or None where it compiled."""
        reply = self.client.check(attack.bytes)
        text = reply.body.decode()
        demand(not any(secret in text for secret in SECRETS[:3]), "a secret:", text)
        demand(not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]|\\u00[01]|\\u009b", text),
               "control characters:", text)
        demand(len(text) < ANSWER_BYTES_MAX, "so much text:", len(text))
        if reply.status not in (400, 413, 422):
            demand(reply.status == 200, reply)
            demand(not attack.only_refused, "it compiled")
            return None
        said = str(reply.json()["error"])
        demand(reply.status != 422 or reply.json()["error"]["details"], reply)
        refusals = attack.expects("refused")
        demand(any(re.search(f"(?i){outcome.pattern}", said) for outcome in refusals),
               "it was refused:", said)
        return "refused"

    def instances(self, attack):
        expected = attack.expects("instances", "question")
        reply = self.client.post("/v1/instances", {"env": attack.name, "level": 1, "seed": 1,
                                                   "count": 1})
        text = reply.body.decode()
        found = [outcome for outcome in expected if self.shows(reply, text, outcome)]
        demand(found, reply, self.client.get("/v1/environments/" + attack.name).body[:600])
        if found[0].status == "instance" or found[0].kind == "question":
            return f"{found[0].kind} {found[0].status}"
        verdict = self.client.score(env=attack.name, version="active", level=1, seed=1,
                                    response=answer("1"))
        demand(verdict.get("status") == found[0].status, verdict)
        demand(verdict["reward"] is None and verdict["fault"] == "environment", verdict)
        return f"instances {found[0].status}"

    @staticmethod
    def shows(reply, text, outcome):
        """`instance` stands for one that was drawn after all."""
        if outcome.status == "instance":
            return reply.status == 200 and '"question"' in text
        return outcome.status in text

    def verdicts(self, attack):
        """The attack's answers in a batch, with the right answer before and after. What may end well
        comes twice, to find what the first left behind."""
        address, right = right_sum(self.client, attack.name)
        good = {"instance": address, "response": answer(right)}
        bad = [{"instance": address, "response": answer(text)} for text in attack.answers]
        items = [good, *bad, good]
        if attack.expects("verdict") and any(o.status == "ok" for o in attack.outcomes):
            items += [*bad, good]
        results = self.client.results(items)
        if attack.remembers:
            return self.remembers(items, results)
        came = set()
        for item, got in zip(items, results):
            if item is good:
                demand((got["status"], got["reward"]) == ("ok", 1), "the next rollout:", got)
            else:
                came.add(self.verdict(attack, got))
        demand(attack.own or len(came) == 1, "not the same each time:", came)
        return "its own" if attack.own else came.pop()

    @staticmethod
    def remembers(items, results):
        """Whatever the attack says of itself, the right answer is right: or judging again has found
        it out already, and it is in quarantine."""
        for item, got in zip(items, results):
            expected = (1,) if item is items[0] else (0, 1)
            demand(got["reward"] in expected or got["status"] == "unavailable", got)
        return "ok 0|ok 1"

    @staticmethod
    def verdict(attack, got):
        expected = [(o.status, o.score if o.status == "ok" else None)
                    for o in attack.expects("verdict")]
        demand((got["status"], got["reward"]) in expected, got)
        demand(len(got["reason"] or "") < REASON_BYTES_MAX, got)
        demand(not any(secret in str(got) for secret in SECRETS), "a secret:", got)
        return f"ok {got['reward']:g}" if got["status"] == "ok" else got["status"]

    def unharmed(self):
        verdict = self.client.score(instance=self.bystander,
                                    response=answer(self.bystander_answer))
        demand((verdict["status"], verdict["reward"]) == ("ok", 1), "the neighbour:", verdict)
        demand(self.daemon.process.poll() is None, "the daemon has ended")
        for pid, birth in self.front:
            demand(Path(f"/proc/{pid}").exists() and _birth(pid) == birth, "the front has died")


class Performance:
    """All attacks one way, once or twice."""

    def __init__(self, way, attacks, twice):
        self.way = way
        self.attacks = sorted(attacks, key=lambda attack: not attack.slow)
        self.runs = [{} for _ in range(2 if twice else 1)]  # outcome or exception, by name
        self.seconds = 0.0

    def run(self):
        began = time.monotonic()
        stage = Stage(self.way, self.attacks)
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for results in self.runs:
                    came = pool.map(lambda attack: self._one(stage, attack), self.attacks)
                    results.update(zip((attack.name for attack in self.attacks), came))
        finally:
            stage.daemon.stop()
        self.seconds = time.monotonic() - began
        return self

    def came(self, attack):
        return [results[attack.name] for results in self.runs]

    @staticmethod
    def _one(stage, attack):
        try:
            return stage.perform(attack)
        except Exception as failure:  # each is shown by the test of its name
            return failure

    def summary(self):
        counts, calls = Counter(), 0
        for attack in self.attacks:
            came = self.runs[0][attack.name]
            counts["unexpected" if isinstance(came, Exception) else came] += len(attack.answers)
            calls += len(attack.answers) if attack.name != attack.title else 0
        sources = len({attack.title for attack in self.attacks})
        lines = [f"  {self.way.name}: {sources} sources, {sum(counts.values())} attacks ({calls} of "
                 f"them single system calls), {len(self.runs)} runs in {self.seconds:.0f} s"]
        lines += [f"    {count:5} {outcome}" for outcome, count in sorted(counts.items())]
        return "\n".join(lines)
