# SPDX-License-Identifier: Apache-2.0
"""The environments directory is watched: files come, change, break, go; an older version is served
by its name, and a data set outlives an edit."""

import hashlib
import unittest

from cases import OWN, answer, eventually, right_sum, serve_copies

SUM = (OWN / "sum.c").read_text()


class Watch(unittest.TestCase):
    def setUp(self):
        self.daemon = serve_copies("sum").start()
        self.client = self.daemon.client()
        self.addCleanup(self.daemon.stop)
        self.addCleanup(self.client.close)

    def write(self, name, source):
        """As a careful editor does: whole or not at all."""
        scratch = self.daemon.environments / f".{name}.new"
        scratch.write_text(source)
        scratch.rename(self.daemon.environments / f"{name}.c")

    def version(self, name):
        """The version that is served under a name, if one is."""
        reply = self.client.get(f"/v1/environments/{name}")
        served = reply.status == 200 and reply.json()["status"] == "served"
        return reply.json()["version"] if served else None

    def assert_scores(self, address, text, reward):
        verdict = self.client.score(instance=address, response=answer(text))
        self.assertEqual((verdict.get("status"), verdict.get("reward")), ("ok", reward), verdict)

    def test_a_new_file_is_served(self):
        self.write("addition", SUM.replace('"sum"', '"addition"'))
        self.assertTrue(eventually(lambda: self.version("addition")))
        self.assert_scores(*right_sum(self.client, "addition"), 1)

    def test_a_file_written_in_place_is_served(self):
        with open(self.daemon.environments / "addition.c", "w") as stream:
            for line in SUM.replace('"sum"', '"addition"').splitlines(keepends=True):
                stream.write(line)
                stream.flush()
        self.assertTrue(eventually(lambda: self.version("addition")))
        self.assert_scores(*right_sum(self.client, "addition"), 1)

    def test_an_edit_makes_a_new_version_and_keeps_the_old(self):
        before = self.version("sum")
        address, right = right_sum(self.client)
        self.write("sum", SUM.replace("return 0.5;", "return 0.25;"))
        self.assertTrue(eventually(lambda: self.version("sum") not in (None, before)))
        near = str(int(right) + 1)
        self.assert_scores(address, near, 0.5)
        new_address, _ = right_sum(self.client)
        self.assertNotEqual(new_address, address)
        self.assert_scores(new_address, near, 0.25)

    def test_a_broken_edit_keeps_what_was_served(self):
        address, right = right_sum(self.client)
        self.write("sum", SUM.replace("return 1;", "return"))
        self.assertTrue(eventually(lambda: "error" in str(self.client.environments()).lower()
                                   or "fail" in str(self.client.environments()).lower()))
        self.assert_scores(address, right, 1)
        self.assertEqual(self.client.get("/readyz").status, 200)
        self.write("sum", SUM + "\n")
        self.assertTrue(eventually(lambda: right_sum(self.client)[0] != address))

    def test_a_deleted_file_is_active_no_more(self):
        address, right = right_sum(self.client)
        self.write("addition", SUM.replace('"sum"', '"addition"'))
        self.assertTrue(eventually(lambda: self.version("addition")))
        (self.daemon.environments / "sum.c").unlink()
        gone = eventually(lambda: self.client.post(
            "/v1/score", {"env": "sum", "version": "active", "level": 1, "seed": 1,
                          "response": answer(right)}).status == 404)
        self.assertTrue(gone)
        self.assert_scores(*right_sum(self.client, "addition"), 1)

    def test_an_older_version_lies_beside_the_active_one(self):
        older = SUM.replace("return 0.5;", "return 0.125;")
        self.write("older", older.replace('"sum"', '"older"'))
        self.assertTrue(eventually(lambda: self.version("older")))
        short = hashlib.sha256(older.encode()).hexdigest()[:12]
        active = self.version("sum")
        self.write(f"sum@{short}", older)
        self.assertTrue(eventually(lambda: self.version(f"sum@{short}")))
        self.assertEqual(self.version("sum"), active)
        _, right = right_sum(self.client)
        self.assert_scores(f"sum@{short}:1:1", str(int(right) + 1), 0.125)

    def test_files_that_are_no_environments_do_no_harm(self):
        folder = self.daemon.environments
        (folder / "notes.txt").write_text("nothing")
        (folder / "UPPER.c").write_text(SUM)
        (folder / "sum@zzzz.c").write_text(SUM)
        (folder / "dangling.c").symlink_to("nowhere")
        (folder / "outside.c").symlink_to("/etc/passwd")
        (folder / "folder.c").mkdir()
        (folder / "huge.c").write_bytes(b"/" * (1 << 20))
        (folder / "other_name.c").write_text(SUM)
        self.write("addition", SUM.replace('"sum"', '"addition"'))
        self.assertTrue(eventually(lambda: self.version("addition")))
        self.assert_scores(*right_sum(self.client), 1)
        self.assertNotIn("root:", str(self.client.environments()))
        self.assertNotIn("root:", self.client.get("/v1/environments/outside").body.decode())

    def test_folders_for_categories(self):
        folder = self.daemon.environments / "arithmetic"
        folder.mkdir()
        (folder / "addition.c").write_text(SUM.replace('"sum"', '"addition"'))
        self.assertTrue(eventually(lambda: self.version("addition")))
        self.assert_scores(*right_sum(self.client, "addition"), 1)
