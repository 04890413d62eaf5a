# SPDX-License-Identifier: Apache-2.0
"""Items as bytes: what Python can say and JSON or the server cannot is an exception before sending."""

import json
import unittest

import served  # noqa: F401
from resynd._item import encode, encode_item


def read(data):
    """What a server would read."""
    return json.loads(data.decode("ascii") + "}")


class Index:
    """As numpy's integers are: no int, but exact."""

    def __index__(self):
        return 2**63 - 1


class Items(unittest.TestCase):
    def refused(self, kind, *words, **item):
        with self.assertRaises(kind) as caught:
            encode_item(item)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_text_of_every_kind_arrives_as_it_was(self):
        for text in ("", "plain", 'a "b" \\ \n\t', "Zähler 数 🙂", "x\u0000y", "\x7f\u2028", "\ud83d"):
            with self.subTest(text=text):
                self.assertEqual(read(encode("a@b:1:2", text)),
                                 {"instance": "a@b:1:2", "response": text})

    def test_seeds_are_exact(self):
        for seed in (0, 2**53 + 1, 2**62 + 1, 2**63 - 1):
            with self.subTest(seed=seed):
                data = encode_item({"env": "a@b", "level": 1, "seed": seed, "response": ""})
                self.assertIn(f'"seed":{seed}'.encode(), data)
        data = encode_item({"env": "a@b", "level": 1, "seed": Index(), "response": ""})
        self.assertEqual(read(data)["seed"], 2**63 - 1)

    def test_seeds_that_are_no_such_integers_are_refused(self):
        for seed in (1.0, 2.0**60, "7", True, float("nan")):
            with self.subTest(seed=seed):
                self.refused(TypeError, "seed", env="a@b", level=1, seed=seed, response="")
        for seed in (-1, 2**63):
            with self.subTest(seed=seed):
                self.refused(ValueError, "seed", env="a@b", level=1, seed=seed, response="")

    def test_numbers_that_json_does_not_have_are_refused(self):
        for value in (float("nan"), float("inf"), -float("inf")):
            with self.subTest(value=value):
                self.refused(ValueError, "given", env="a@b", given={"value": value}, response="")
        self.refused(TypeError, "given", env="a@b", given={1, 2}, response="")
        loop = []
        loop.append(loop)
        self.refused(ValueError, "given", env="a@b", given={"x": loop}, response="")

    def test_messages(self):
        messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": None}]
        self.assertEqual(read(encode("a@b:1:2", messages))["response"], messages)
        for response in (None, 5, b"bytes", ["text"], [None], {"role": "assistant"}):
            with self.subTest(response=response):
                self.refused(TypeError, "response", instance="a@b:1:2", response=response)

    def test_a_misspelt_field_is_said(self):
        self.refused(TypeError, "instnace", "instance", instnace="a@b:1:2", response="")
        self.refused(TypeError, "score_group", instance="a@b:1:2", responses=[""])
        self.refused(TypeError, "response", instance="a@b:1:2")
        self.refused(ValueError, "instance", response="")
        self.refused(TypeError, "instance", instance=7, response="")
        with self.assertRaises(TypeError):
            encode_item("a@b:1:2")

    def test_what_is_none_is_left_out(self):
        item = {"instance": "a@b:1:2", "response": "r", "finish_reason": None, "group": None, "id": 0}
        self.assertEqual(read(encode_item(item)), {"instance": "a@b:1:2", "response": "r", "id": 0})

    def test_labels(self):
        for label in ("r-1", "", 5, -2**63, 2**63 - 1):
            with self.subTest(label=label):
                self.assertEqual(read(encode_item({"instance": "i", "response": "", "id": label}))["id"],
                                 label)
        self.refused(TypeError, "id", instance="i", response="", id=1.5)
        self.refused(ValueError, "id", instance="i", response="", id=2**63)


if __name__ == "__main__":
    unittest.main()
