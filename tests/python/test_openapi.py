# SPDX-License-Identifier: Apache-2.0
"""The client's types follow proto/openapi.yaml: same fields, same words."""

import dataclasses
import re
import unittest

import yaml
from served import TREE

import resynd
from resynd import _item, _parcel
from resynd.integrations import scorer

SCHEMAS = yaml.safe_load((TREE / "proto" / "openapi.yaml").read_text())["components"]["schemas"]


def fields(kind):
    return {field.name for field in dataclasses.fields(kind)} - {"raw"}


class OpenApi(unittest.TestCase):
    def follows(self, kind, *names):
        """What the API promises is there, and nothing that it does not know."""
        known = {each for name in names for each in SCHEMAS[name]["properties"]}
        promised = {each for name in names for each in SCHEMAS[name]["required"]}
        self.assertLessEqual(fields(kind), known)
        self.assertLessEqual(promised, fields(kind))

    def test_records(self):
        self.follows(resynd.Verdict, "Verdict")
        self.follows(resynd.Instance, "Instance")
        self.follows(resynd.Environment, "Environment")

    def test_an_item_s_fields(self):
        known = set(SCHEMAS["Shared"]["properties"]) - {"deadline_ms"}
        self.assertEqual(_item._FIELDS, known)
        self.assertLessEqual(set(scorer.LABEL_FIELDS), known)

    def test_statuses_that_are_asked_again_and_those_of_the_client(self):
        statuses = set(SCHEMAS["Verdict"]["properties"]["status"]["enum"])
        self.assertLessEqual(_parcel.AGAIN, statuses)
        source = (TREE / "proto" / "python" / "src" / "resynd" / "_parcel.py").read_text()
        own = set(re.findall(r'failed\("(\w+)"', source)) | set(re.findall(r'"(\w+)" if status', source))
        self.assertGreater(len(own), 3)
        self.assertLessEqual(own, statuses)
        self.assertNotIn("unreachable", statuses)  # the client's alone

    def test_faults(self):
        faults = set(SCHEMAS["Verdict"]["properties"]["fault"]["enum"])
        source = (TREE / "proto" / "python" / "src" / "resynd" / "_parcel.py").read_text()
        used = set(re.findall(r'"(server|request|response|environment)"', source))
        self.assertTrue(used)
        self.assertLessEqual(used, faults)


if __name__ == "__main__":
    unittest.main()
