# SPDX-License-Identifier: Apache-2.0
"""once.py: reads an item from standard input, writes its reward, ends."""

import json
import sys

from verifiers import VERIFIERS

item = json.load(sys.stdin)
print(json.dumps({"reward": VERIFIERS[item["env"]](item["task"], item["response"])}))
