# SPDX-License-Identifier: Apache-2.0
"""POST /v1/instances?format=: rows of a trainer's data set, as JSON Lines."""

import http.client
import json
import socket
import unittest
from collections import Counter

from cases import OWN, DaemonCase, answer, serve_copies

HELD_OUT = 2**62
MIX = [{"env": "sum", "levels": [1, 3], "weight": 1}, {"env": "trouble", "weight": 3}]
MESSAGES = [{"role": str, "content": str}]
ABOUT = {"instance": str, "env": str, "category": str, "level": int, "split": str, "index": int,
         "digest": str}

# Each trainer's columns, with their types, as its loader and its adapter take them.
CONTRACTS = {
    "verl": {"data_source": str, "prompt": MESSAGES, "ability": str,
             "reward_model": {"style": str, "ground_truth": str}, "extra_info": ABOUT},
    "trl": {"prompt": MESSAGES, **ABOUT},
    "openrlhf": {"input": MESSAGES, "label": str, "datasource": str, "metadata": ABOUT},
    "nemo_gym": {"responses_create_params": {"input": MESSAGES}, "instance": str,
                 "verifier_metadata": ABOUT, "agent_ref": {"type": str, "name": str}},
    "slime": {"prompt": MESSAGES, "label": str, "metadata": ABOUT},
    "prime": {"question": str, "prompt": MESSAGES, "answer": str, "info": ABOUT},
    "skyrl": {"data_source": str, "prompt": MESSAGES, "env_class": str,
              "reward_spec": {"method": str, "ground_truth": str}, "extra_info": ABOUT},
}
# Where the reward looks for the address, and the model for the question.
ADDRESSES = {
    "verl": lambda row: row["reward_model"]["ground_truth"],
    "trl": lambda row: row["instance"],
    "openrlhf": lambda row: row["label"],
    "nemo_gym": lambda row: row["instance"],
    "slime": lambda row: row["label"],
    "prime": lambda row: row["answer"],
    "skyrl": lambda row: row["reward_spec"]["ground_truth"],
}
PROMPTS = {
    "openrlhf": lambda row: row["input"],
    "nemo_gym": lambda row: row["responses_create_params"]["input"],
}
CONSTANTS = {
    "verl": {"reward_model.style": "rule"},
    "nemo_gym": {"agent_ref.type": "responses_api_agents", "agent_ref.name": "resynd_simple_agent"},
    "skyrl": {"env_class": "resynd", "reward_spec.method": "rule"},
}


def prompt_of(form, row):
    return PROMPTS.get(form, lambda row: row["prompt"])(row)


def about_of(form, row):
    """Where a row says what it is."""
    return row if form == "trl" else next(value for value in row.values()
                                          if isinstance(value, dict) and "digest" in value)


def shape(value):
    """Its types, all the way down; a list has one type."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        first = shape(value[0])
        assert all(shape(each) == first for each in value), value
        return [first]
    return type(value)


def seed_of(address):
    return int(address.rpartition(":")[2])


class Rows(DaemonCase):
    def ask(self, form="trl", accept="*/*", **more):
        return self.client.post(f"/v1/instances?format={form}",
                                {"mix": MIX, "split": "train", "count": 40, **more}, Accept=accept)

    def rows(self, form="trl", **more):
        reply = self.ask(form, **more)
        self.assertEqual(reply.status, 200, reply)
        return reply.lines()

    def stream(self, form="trl", **more):
        """Rows, and the tail."""
        *rows, tail = self.ask(form, accept="application/x-ndjson", **more).lines()
        return rows, tail

    # ---- Columns ----

    def test_each_trainer_gets_its_columns_and_types_in_every_row(self):
        for form, contract in CONTRACTS.items():
            for split in ("train", "held_out"):
                rows = self.rows(form, split=split)
                self.assertEqual(len(rows), 40)
                for row in rows:
                    with self.subTest(form=form, row=row):
                        self.assertEqual(shape(row), contract)
                        self.assertEqual(list(row), list(contract))

    def test_what_a_row_says_is_so(self):
        for form, address_of in ADDRESSES.items():
            for row in self.rows(form, split="held_out", count=10):
                address, about = address_of(row), about_of(form, row)
                env, level, seed = address.split(":")
                found = self.client.instances(env=env, level=int(level), seed=int(seed),
                                              format="answer")[0]
                self.assertEqual(about["instance"], address)
                self.assertEqual((about["env"], about["level"]), (env, int(level)))
                self.assertEqual((about["split"], about["index"]),
                                 ("held_out", int(seed) - HELD_OUT))
                self.assertEqual(about["digest"], found["digest"])
                self.assertEqual(prompt_of(form, row), found["messages"])
                self.assertEqual(about["category"], self.client.environment(env)["category"])

    def test_constants_and_sources(self):
        for form, constants in CONSTANTS.items():
            row = self.rows(form, count=1)[0]
            for path, expected in constants.items():
                outer, _, inner = path.partition(".")
                self.assertEqual(row[outer][inner] if inner else row[outer], expected)
        for form, key in (("verl", "data_source"), ("skyrl", "data_source"),
                          ("openrlhf", "datasource")):
            row = self.rows(form, count=1)[0]
            self.assertEqual(row[key], f"resynd/{ADDRESSES[form](row).partition('@')[0]}")
        row = self.rows("prime", count=1)[0]
        self.assertEqual(row["question"], row["prompt"][-1]["content"])

    def test_no_row_holds_the_answer(self):
        self.assert_error(self.ask(answers=True), 400, "answers")

    # ---- What the model is told ----

    def test_system_prompts(self):
        plain = self.rows(format="none", count=5)
        for system, words in (("think", ("<think>", "<answer>")), ("boxed", ("\\boxed{}",))):
            for row, bare in zip(self.rows(system=system, count=5), plain):
                before, user = row["prompt"]
                self.assertEqual((before["role"], user["role"]), ("system", "user"))
                for word in words:
                    self.assertIn(word, before["content"])
                self.assertEqual([user], bare["prompt"])
        for row in self.rows(system="none", count=5) + self.rows(count=5):
            self.assertEqual([message["role"] for message in row["prompt"]], ["user"])
            self.assertIn("<answer>", row["prompt"][0]["content"])

    def test_system_of_the_api_s_own_rows(self):
        found = self.client.instances(env="sum", level=1, system="boxed")[0]
        self.assertEqual([message["role"] for message in found["messages"]], ["system", "user"])
        self.assertEqual(found["messages"][1]["content"], found["question"])
        self.assertNotIn("messages", self.client.instances(env="sum", level=1, system="none")[0])

    def test_each_way_of_asking_is_a_way_of_answering(self):
        """A response in the form that the prompt asks for is read."""
        forms = {"think": "<think>hm</think><answer>{}</answer>", "boxed": "So it is \\boxed{{{}}}."}
        for system, form in forms.items():
            address = self.rows(system=system, count=1)[0]["instance"]
            env, level, seed = address.split(":")
            right = self.client.instances(env=env, level=int(level), seed=int(seed),
                                          answers=True)[0]["answer"]
            verdict = self.client.score(instance=address, response=form.format(right))
            self.assert_verdict(verdict, "ok", 1)
            self.assertIs(verdict["format"], True)

    # ---- Which instances ----

    def test_training_and_held_out_sets_do_not_meet(self):
        train = [seed_of(row["instance"]) for row in self.rows(count=300)]
        held_out = [seed_of(row["instance"]) for row in self.rows(count=300, split="held_out")]
        self.assertTrue(all(seed < HELD_OUT for seed in train))
        self.assertTrue(all(seed >= HELD_OUT for seed in held_out))
        for request in ({"split": "train", "seed": HELD_OUT}, {"split": "held_out", "seed": 1}):
            self.assert_error(self.ask(**request), 400, "seed")
        rows, tail = self.stream(seed=HELD_OUT - 2, count=5)
        self.assertEqual((len(rows), tail["complete"]), (2, False))  # it does not run over

    def test_a_cursor_gives_the_same_rows_as_one_go(self):
        for distinct in (False, True):
            whole, _ = self.stream(count=700, distinct=distinct)
            pieces, cursor = [], None
            for count in (1, 99, 600):
                rows, tail = self.stream(count=count, cursor=cursor, distinct=distinct)
                pieces += rows
                cursor = tail["cursor"]
                self.assertIs(tail["complete"], True)
            if not distinct:
                self.assertEqual(pieces, whole)
            else:  # a page knows its own questions; who puts pages together drops the others
                known = set()
                fresh = [row for row in pieces
                         if (row["env"], row["prompt"][-1]["content"]) not in known
                         and not known.add((row["env"], row["prompt"][-1]["content"]))]
                self.assertEqual(fresh, whole[:len(fresh)])
        _, tail = self.stream(count=0)
        other = self.ask(cursor=tail["cursor"], mix=[{"env": "sum"}])
        self.assert_error(other, 409, "cursor_mismatch")

    def test_distinct_questions(self):
        few = [{"env": "sum", "levels": [1, 1]}]
        every = [row["prompt"][-1]["content"] for row in self.rows(mix=few, count=3000)]
        self.assertLess(len(set(every)), 3000)
        rows, tail = self.stream(mix=few, count=3000, distinct=True)
        questions = [row["prompt"][-1]["content"] for row in rows]
        self.assertEqual((len(set(questions)), tail["complete"]), (3000, True))
        self.assertEqual(questions[:len(set(every))], list(dict.fromkeys(every)))

    def test_weights_and_levels_are_kept(self):
        rows = self.rows(count=4000)
        names = Counter(row["env"].partition("@")[0] for row in rows)
        self.assertAlmostEqual(names["sum"], 1000, delta=4 * 27.4)  # four standard deviations
        levels = Counter(row["level"] for row in rows if row["env"].startswith("sum"))
        self.assertEqual(set(levels), {1, 2, 3})
        third = names["sum"] / 3
        chi = sum((count - third) ** 2 / third for count in levels.values())
        self.assertLess(chi, 18.4)  # 2 degrees of freedom, one in ten thousand

    # ---- Lines ----

    def test_lines_are_rows_and_nothing_else_unless_the_api_s_stream_is_asked_for(self):
        reply = self.ask()
        self.assertIn("application/x-ndjson", reply.headers["content-type"])
        rows, tail = self.stream()
        self.assertEqual(rows, reply.lines())
        self.assertEqual(set(tail), {"cursor", "complete", "left_out"})
        self.assertEqual((tail["complete"], tail["left_out"]), (True, 0))

    def test_a_stream_holds_more_than_a_document(self):
        self.assertEqual(len(self.rows(count=10000)), 10000)
        self.assert_error(self.client.post("/v1/instances", {"mix": MIX, "count": 4097}), 400,
                          "count", "application/x-ndjson")
        self.assert_error(self.ask(count=65537), 400, "count")

    def test_bad_parameters(self):
        for form, more, words in (
            ("xml", {}, ("format", "verl", "skyrl")), ("", {}, ("format", "verl")),
            ("verl", {"system": "loud"}, ("system", "think", "boxed")),
            ("verl", {"system": None}, ("system",)),
            ("verl", {"system": "think", "format": "boxed"}, ("system", "two forms")),
            ("verl", {"system": "boxed", "format": "answer"}, ("system", "two forms")),
            ("verl", {"format": "verl"}, ("format", "boxed")),
            ("verl", {"split": "test"}, ("split", "held_out")),
            ("verl", {"mix": [{"env": "sum", "weight": 0}]}, ("mix[0].weight",)),
            ("verl", {"mix": [{"env": "sum", "levels": [3, 1]}]}, ("mix[0].levels",)),
            ("verl", {"cursor": "abc"}, ("cursor",)), ("verl", {"count": -1}, ("count",)),
        ):
            with self.subTest(form=form, more=more):
                self.assert_error(self.ask(form, **more), 400, *words)
        self.assert_error(self.ask(mix=[{"env": "same_text"}]), 400, "checker")
        self.assert_error(self.ask(mix=[{"env": "nothing"}]), 404, "nothing")

    def test_a_client_that_hangs_up_leaves_the_daemon_well(self):
        for count in (100, 60000):
            body = json.dumps({"mix": MIX, "count": count}).encode()
            host, _, port = self.daemon.url.partition("//")[2].partition(":")
            with socket.create_connection((host, int(port))) as stream:
                stream.sendall(b"POST /v1/instances?format=verl HTTP/1.1\r\nHost: x\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self.assertTrue(stream.recv(10000))
        self.assertEqual(len(self.rows(count=10)), 10)


SPARSE = (OWN / "sum.c").read_text()


class Losses(unittest.TestCase):
    """Instances that cannot be made."""

    def start(self, *names):
        daemon = serve_copies(*names)
        self.addCleanup(daemon.discard)
        return daemon

    def test_what_can_never_be_made_is_left_out(self):
        daemon = self.start()
        source = SPARSE.replace('"sum"', '"sparse"').replace("return true;",
                                                             "return level != 2;", 1)
        self.assertIn("level != 2", source)
        (daemon.environments / "sparse.c").write_text(source)
        daemon.start()
        with daemon.client() as client:
            ask = {"mix": [{"env": "sparse", "levels": [1, 2]}], "count": 50}
            *rows, tail = client.post("/v1/instances?format=trl", ask,
                                      Accept="application/x-ndjson").lines()
            self.assertEqual((len(rows), {row["level"] for row in rows}), (50, {1}))
            self.assertGreater(tail["left_out"], 5)
            position = int(tail["cursor"].split(".")[1])
            self.assertEqual(position, 50 + tail["left_out"])
            ask = {"mix": [{"env": "sparse", "levels": [2, 2]}], "count": 5}
            *rows, tail = client.post("/v1/instances?format=trl", ask,
                                      Accept="application/x-ndjson").lines()
            self.assertEqual((rows, tail["complete"]), ([], False))
        daemon.stop()

    def test_what_cannot_be_made_now_ends_the_set_before_it(self):
        daemon = self.start("sum", "trouble")
        token = daemon.make_token()
        daemon.start()
        ask = {"mix": [{"env": "sum"}, {"env": "trouble"}], "count": 14000}
        with daemon.client() as client, daemon.client() as other:
            whole = client.post("/v1/instances?format=prime", ask).lines()
            env = client.environment("sum")["env"]
            for accept in ("application/x-ndjson", "*/*"):
                *lines, end = self.interrupted(daemon, ask, accept, lambda: self.assertEqual(
                    other.act("POST", env, "/quarantine", {"reason": "test"}, **token).status, 200))
                self.assertEqual(other.act("DELETE", env, "/quarantine", **token).status, 200)
                self.assertLess(len(lines), 14000)
                self.assertEqual(lines, whole[:len(lines)])
                if accept == "*/*":
                    self.assertIs(end, http.client.IncompleteRead)
                    continue
                self.assertEqual((end["complete"], end["status"]), (False, "unavailable"))
                self.assertIn("test", end["reason"])
                rest = client.post("/v1/instances?format=prime", {
                    **ask, "cursor": end["cursor"], "count": 14000 - len(lines)}).lines()
                self.assertEqual(lines + rest, whole)
        daemon.stop()

    def interrupted(self, daemon, ask, accept, act):
        """Rows until they end, with `act` done after the first of them; then the tail, or the
        exception."""
        host, _, port = daemon.url.partition("//")[2].partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self.addCleanup(connection.close)
        connection.sock = socket.socket()
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.sock.connect((host, int(port)))
        connection.request("POST", "/v1/instances?format=prime", json.dumps(ask), {"Accept": accept})
        answer_ = connection.getresponse()
        lines = [json.loads(answer_.readline())]
        act()
        try:
            rest = answer_.read()
        except http.client.IncompleteRead as error:
            self.assertTrue(error.partial.endswith(b"\n"), error.partial[-200:])
            return lines + [json.loads(line) for line in error.partial.splitlines()] + [type(error)]
        return lines + [json.loads(line) for line in rest.splitlines()]


if __name__ == "__main__":
    unittest.main()
