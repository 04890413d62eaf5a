# SPDX-License-Identifier: Apache-2.0
"""Every route of the server is in proto/openapi.yaml, and nothing else is."""

import re
import unittest

import yaml

from tree import TREE

ROW = re.compile(r'^    \{"([A-Z]+)",\s+"(/[^"]*)",', re.MULTILINE)


class Routes(unittest.TestCase):
    def test_the_table_and_the_description_agree(self):
        table = (TREE / "daemon" / "front" / "http_route.c").read_text()
        served = {(method.lower(), path.replace("{}", "{env}"))
                  for method, path in ROW.findall(table)}
        paths = yaml.safe_load((TREE / "proto" / "openapi.yaml").read_text())["paths"]
        described = {(method, path) for path, methods in paths.items() for method in methods}
        self.assertGreater(len(served), 20)
        self.assertEqual(served, described)


if __name__ == "__main__":
    unittest.main()
