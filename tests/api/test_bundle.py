# SPDX-License-Identifier: Apache-2.0
"""resynctl bundle: the versions that a data set names, served next to newer ones."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path

from cases import OWN, answer
from ctl import ctl
from daemon import Daemon

FORMS = ("verl", "trl", "openrlhf", "nemo_gym", "slime", "prime", "skyrl")
OLD = (OWN / "sum.c").read_text()
NEW = OLD.replace("sum == s->a + s->b)", "sum == s->a + s->b + 7)").replace(
    "rs_put_int(answer, s->a + s->b)", "rs_put_int(answer, s->a + s->b + 7)")


class Bundle(unittest.TestCase):
    """A daemon where `sum` has an older version, and a folder for what is collected."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(None)
        token = cls.daemon.make_token()
        shutil.copy(OWN / "same_text.c", cls.daemon.environments)
        cls.daemon.start()
        cls.url = cls.daemon.url
        with cls.daemon.client() as client:
            cls.old = client.put("sum", OLD, **token).json()["env"]
            cls.rows = {form: ctl("export", "--format", form, "--count", 20, "sum", url=cls.url)[1]
                        for form in FORMS}
            cls.answers = {found["instance"]: found["answer"] for found in (
                client.instances(env=cls.old, level=level, seed=seed, answers=True)[0]
                for level, seed in cls.places())}
            cls.new = client.put("sum", NEW, **token).json()["env"]
            cls.checker = client.environment("same_text")["env"]
        assert cls.old != cls.new

    @classmethod
    def places(cls):
        for line in cls.rows["trl"].splitlines():
            row = json.loads(line)
            yield row["level"], row["index"]

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "environments"

    def bundle(self, text, *arguments):
        return ctl("bundle", "-o", self.folder, *arguments, "-", url=self.url, text=text)

    def collected(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_old_rows_are_scored_under_their_version_next_to_the_new_one(self):
        self.assertEqual(self.bundle(self.rows["verl"])[0], 0)
        (self.folder / "sum.c").write_text(NEW)
        with Daemon(self.folder) as later, later.client() as client:
            self.assertEqual(client.environment("sum")["env"], self.new)
            self.assertEqual(len(self.answers), 20)
            for address, right in self.answers.items():
                verdict = client.score(instance=address, response=answer(right))
                self.assertEqual((verdict["status"], verdict["reward"], verdict["env"]),
                                 ("ok", 1.0, self.old))
                _, level, seed = address.split(":")
                verdict = client.score(env=self.new, level=int(level), seed=int(seed),
                                       response=answer(right))
                self.assertEqual((verdict["status"], verdict["reward"]), ("ok", 0.0))
            before = [json.loads(line)["digest"] for line in self.rows["trl"].splitlines()]
            resolved = client.post("/v1/instances/resolve", {"instances": [*self.answers]}).json()
            self.assertEqual([one["digest"] for one in resolved["instances"]], before)

    def test_without_it_the_version_is_not_there(self):
        self.folder.mkdir()
        (self.folder / "sum.c").write_text(NEW)
        with Daemon(self.folder) as later, later.client() as client:
            [verdict] = client.results([{"instance": next(iter(self.answers)),
                                         "response": answer("1")}])
            self.assertEqual((verdict["status"], verdict["reward"]), ("unknown_version", None))

    def test_rows_of_every_trainer_and_labels_of_checkers(self):
        name = f"{self.old}.c"
        for form in FORMS:
            shutil.rmtree(self.folder, ignore_errors=True)
            status, out, err = self.bundle(self.rows[form])
            self.assertEqual((status, out, err), (0, f"{self.folder}/{name}\n", ""))
            self.assertEqual(self.collected(), [name])
            self.assertEqual((self.folder / name).read_text(), OLD)
        for label in ({"env": self.checker, "given": "x"},
                      json.dumps({"env": self.checker, "given": {"text": "x"}})):
            shutil.rmtree(self.folder)
            row = {"prompt": [{"role": "user", "content": f"about {self.new}:1:1, say"}],
                   "reward_model": {"ground_truth": label}}
            self.assertEqual(self.bundle(json.dumps(row))[0], 0)
            self.assertEqual(self.collected(), [f"{self.checker}.c"])

    def test_several_files_and_versions(self):
        paths = []
        for number, address in enumerate((f"{self.new}:1:1", f"{self.old}:2:2", f"{self.old}:3:3")):
            paths.append(self.folder.parent / f"{number}.jsonl")
            paths[-1].write_text(json.dumps({"label": address}) + "\n\n")
        status, out, _ = ctl("--json", "bundle", *paths, "-o", self.folder, url=self.url)
        self.assertEqual(status, 0)
        self.assertEqual(self.collected(), sorted([f"{self.old}.c", f"{self.new}.c"]))
        summary = json.loads(out)
        self.assertEqual((summary["written"], set(summary["versions"])), (2, {self.old, self.new}))

    def test_what_is_not_to_be_had_is_said_and_the_rest_is_there(self):
        rows = [{"label": "gone@000000000000:1:1"}, {"label": f"{self.old}:1:1"}]
        status, _, err = self.bundle("\n".join(map(json.dumps, rows)))
        self.assertEqual(status, 4)
        self.assertIn("gone@000000000000", err)
        self.assertEqual(self.collected(), [f"{self.old}.c"])

    def test_what_is_no_row_is_said(self):
        status, _, err = self.bundle(f'{{"label": "{self.old}:1:1"}}\nno JSON\n')
        self.assertEqual(status, 1)
        self.assertIn("-:2", err)
        self.assertEqual(self.collected(), [f"{self.old}.c"])

    def test_nothing_to_collect(self):
        for text in ("", '{"label": "42"}\n', '{"label": "sum@12:1:1"}\n',
                     f'{{"label": "{self.old}:1:x"}}\n', f'{{"label": "../{self.old}"}}\n'):
            status, _, err = self.bundle(text)
            self.assertEqual(status, 1, text)
            self.assertIn("no version", err)
        self.assertFalse(self.folder.exists())

    def test_wrong_usage(self):
        for arguments in (("-o", self.folder), ("rows.jsonl",), ()):
            self.assertEqual(ctl("bundle", *arguments, url=self.url)[0], 2)
        status, _, err = ctl("bundle", "-o", self.folder, self.folder / "none", url=self.url)
        self.assertEqual(status, 5, err)


if __name__ == "__main__":
    unittest.main()
