# SPDX-License-Identifier: Apache-2.0
"""test_registry.py: environments put over HTTP: versions, what names mean, quarantine, who may."""

import os
import subprocess
import threading
import time
import unittest
from hashlib import sha256

from cases import OWN, DaemonCase, answer, eventually, right_sum
from daemon import BUILD, SHORT, TREE, VERIFIERS, Daemon

SUM = (OWN / "sum.c").read_text()
FAULTY = (TREE / "tests" / "gate" / "faulty" / "rope_lengths.c").read_text()
SOUND = (VERIFIERS / "arithmetic" / "countdown.c").read_text()


def variant(number, source=SUM):
    return f"{source}\n/* variant {number} */\n"


def version_of(source):
    return sha256(source.encode()).hexdigest()


class RegistryCase(unittest.TestCase):
    """A daemon that serves nothing yet, and a client who may change that."""

    gate = "off"
    options = ()

    def setUp(self):
        self.daemon = Daemon(None, self.options, gate=self.gate)
        self.addCleanup(self.daemon.discard)
        self.author = self.daemon.make_token()
        self.daemon.start()
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def restart(self):
        self.client.close()
        self.daemon.stop()
        self.daemon.start()
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def put(self, source, name="sum", query="", status=201, **headers):
        reply = self.client.put(name, source, query, **self.author, **headers)
        self.assertEqual(status, reply.status, reply)
        return reply.json()

    def act(self, method, name, tail="", value=None, status=200, **headers):
        reply = self.client.act(method, name, tail, value, **self.author, **headers)
        self.assertEqual(status, reply.status, reply)
        return reply.json()

    def active(self, name="sum"):
        return self.client.get(f"/v1/environments/{name}/versions").json()["active"]

    def score(self, env, text="3"):
        return self.client.results([{"env": env, "level": 1, "seed": 1, "response": answer(text),
                                     "version": "active"}])[0]


class Put(RegistryCase):
    def test_a_source_is_served_at_once_and_after_a_restart(self):
        made = self.put(SUM)
        self.assertEqual(version_of(SUM), made["version"])
        self.assertEqual((True, "served"), (made["active"], made["status"]))
        self.assertGreater(made["timing"]["compile_us"], 0)
        self.assertGreater(made["timing"]["store_us"], 0)
        self.assertIsNone(made["timing"]["gate_us"])
        for _ in range(2):
            instance, right = right_sum(self.client)
            self.assertEqual(1.0, self.client.score(instance=instance,
                                                    response=answer(right))["reward"])
            self.restart()

    def test_the_same_again_is_a_no_op(self):
        self.put(SUM)
        again = self.put(SUM, status=200)
        self.assertTrue(again["active"])
        self.assertNotIn("timing", again)
        self.assertEqual(1, len(self.client.get("/v1/environments/sum/history").json()["history"]))

    def test_a_new_source_is_a_new_version_beside_the_old(self):
        self.put(SUM)
        instance, right = right_sum(self.client)
        self.put(variant(1))
        self.assertEqual(version_of(variant(1)), self.active())
        verdict = self.client.score(instance=instance, response=answer(right))
        self.assertEqual(("ok", 1.0), (verdict["status"], verdict["reward"]))
        self.assertIn(version_of(SUM)[:12], verdict["instance"])

    def test_it_need_not_become_active(self):
        self.put(SUM)
        made = self.put(variant(1), query="?activate=false")
        self.assertFalse(made["active"])
        self.assertEqual(version_of(SUM), made["active_version"])
        self.assertEqual("ok", self.client.score(
            env=f"sum@{version_of(variant(1))[:12]}", level=1, seed=1, response="")["status"])
        self.act("POST", f"sum@{version_of(variant(1))}", "/activate")
        self.assertEqual(version_of(variant(1)), self.active())

    def test_what_was_expected_must_be_so(self):
        expected = {"If-None-Match": "*"}
        self.put(SUM, **expected)
        self.put(variant(1), status=412, **expected)
        self.put(variant(1), status=412, **{"If-Match": f'"{version_of(variant(9))}"'})
        self.put(variant(1), **{"If-Match": f'"{version_of(SUM)[:12]}"'})
        self.put(variant(2), status=412, **{"If-Match": f'"{version_of(SUM)}"'})
        for wrong in ("*", version_of(SUM), '"xyz"', '"" '):
            self.put(variant(2), status=400, **{"If-Match": wrong})
        self.assertEqual(version_of(variant(1)), self.active())

    def test_what_does_not_compile_changes_nothing(self):
        self.put(SUM)
        error = self.put(SUM + "\nint broken(", status=422)["error"]
        self.assertEqual("compile_failed", error["code"])
        self.assertEqual(SUM.count("\n") + 2, error["details"][0]["line"])
        error = self.put(SUM, name="other", status=422)["error"]
        self.assertEqual("name_mismatch", error["code"])
        self.put("", status=422)
        self.put("x" * (256 * 1024 + 1), status=413)
        self.assertEqual([version_of(SUM)],
                         [row["version"] for row in
                          self.client.get("/v1/environments/sum/versions").json()["versions"]])

    def test_wrong_requests_are_said(self):
        for method, name, tail in (("PUT", f"sum@{'0' * 12}", ""), ("PUT", "Sum", ""),
                                   ("PUT", "sum", "?activate=perhaps"),
                                   ("POST", f"sum@{'0' * 12}", "/rollback"),
                                   ("DELETE", "sum", "?purge=true"),
                                   ("POST", "sum", "/quarantine")):
            self.act(method, name, tail, {}, 400)
        for method, name, tail in (("POST", "sum", "/activate"), ("POST", "sum", "/rollback"),
                                   ("DELETE", "sum", ""), ("POST", f"sum@{'0' * 12}", "/activate"),
                                   ("DELETE", f"sum@{'0' * 12}", "?purge=true"),
                                   ("GET", "sum", "/history")):
            error = self.act(method, name, tail, status=404)["error"]
            self.assertEqual("unknown_environment", error["code"])
        self.put(SUM)
        self.act("POST", f"sum@{'0' * 12}", "/activate", status=404)
        self.act("POST", "sum", "/activate", status=404)
        for body in ({}, {"reason": ""}, {"reason": 1}, {"reason": "x" * 240}, {"why": "x"}, []):
            self.act("POST", f"sum@{version_of(SUM)}", "/quarantine", body, 400)

    def test_pools_move_on_without_losing_a_job(self):
        self.put(SUM)
        found, stop = [], threading.Event()

        def ask():
            with self.daemon.client() as client:
                while not stop.is_set():
                    found.extend(client.results([
                        {"env": "sum", "version": "active", "level": 1, "seed": seed,
                         "response": answer("3")} for seed in range(32)]))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(4 if SHORT else 12):
            self.put(variant(number))
            time.sleep(0.05)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual({"ok"}, {verdict["status"] for verdict in found})
        self.assertLess(1, len({verdict["instance"].split(":")[0] for verdict in found}))


class Gated(RegistryCase):
    gate = "enforce"

    def test_what_can_be_fooled_is_refused_with_the_proof(self):
        error = self.put(FAULTY, name="rope_lengths", status=422)["error"]
        self.assertEqual("rejected", error["code"])
        report, = error["details"]
        failed = [row["check"] for row in report["checks"]
                  if row["state"] == "failed" and row["standing"] == "required"]
        self.assertIn("constants", failed)
        self.assertIn("constants", {finding["check"] for finding in report["findings"]})
        self.assertEqual(404, self.client.get("/v1/environments/rope_lengths").status)

    def test_what_is_sound_is_served_with_its_report(self):
        made = self.put(SOUND, name="countdown")
        self.assertEqual(("admitted", "admitted"), (made["gate"], made["result"]))
        self.restart()
        report = self.client.get("/v1/environments/countdown/report").json()
        self.assertTrue(report["passed"])
        self.assertGreater(made["timing"]["gate_us"], 0)
        again = self.put(SOUND, name="countdown", status=200)
        self.assertNotIn("timing", again, "the gate was asked again")


class Names(RegistryCase):
    def test_rollback_goes_back_and_further(self):
        for number in range(3):
            self.put(variant(number))
        self.assertEqual(version_of(variant(1)),
                         self.act("POST", "sum", "/rollback")["active_version"])
        self.restart()
        self.assertEqual(version_of(variant(1)), self.active())
        self.assertEqual(version_of(variant(0)),
                         self.act("POST", "sum", "/rollback")["active_version"])
        self.act("POST", "sum", "/rollback", status=404)
        past = self.client.get("/v1/environments/sum/history").json()["history"]
        self.assertEqual([True, True, False, False, False], [row["rollback"] for row in past])

    def test_a_deleted_name_means_nothing_and_addresses_go_on(self):
        self.put(SUM)
        instance, right = right_sum(self.client)
        self.assertIsNone(self.act("DELETE", "sum")["active_version"])
        self.assertEqual("unknown_version", self.score("sum")["status"])
        self.assertEqual(1.0, self.client.score(instance=instance,
                                                response=answer(right))["reward"])
        self.act("DELETE", f"sum@{version_of(SUM)}", status=400)
        self.act("DELETE", f"sum@{version_of(SUM)}", "?purge=true")
        verdict, = self.client.results([{"instance": instance, "response": ""}])
        self.assertEqual("unknown_environment", verdict["status"])

    def test_the_active_version_is_not_purged(self):
        self.put(SUM)
        error = self.act("DELETE", f"sum@{version_of(SUM)}", "?purge=true", status=409)["error"]
        self.assertEqual("is_active", error["code"])

    def test_a_file_and_the_registry(self):
        path = self.daemon.environments / "sum.c"
        path.write_text(SUM)
        self.assertTrue(eventually(lambda: self.client.get("/v1/environments/sum").status == 200))
        self.put(variant(1))
        path.write_text(variant(2))
        known = f"/v1/environments/sum@{version_of(variant(2))[:12]}"
        self.assertTrue(eventually(lambda: self.client.get(known).status == 200))
        self.assertEqual(version_of(variant(1)), self.active())
        error = self.act("DELETE", f"sum@{version_of(variant(2))}", "?purge=true", status=409)
        self.assertEqual("held_by_file", error["error"]["code"])
        self.assertEqual(version_of(variant(2)),
                         self.act("POST", "sum", "/activate")["active_version"])


class Quarantine(RegistryCase):
    def test_it_outlives_the_daemon_until_it_is_released(self):
        self.put(SUM)
        env = f"sum@{version_of(SUM)}"
        self.act("POST", env, "/quarantine", {"reason": "pays for an empty answer"})
        self.act("POST", env, "/quarantine", {"reason": "once more"})
        for _ in range(2):
            verdict = self.score("sum")
            self.assertEqual("unavailable", verdict["status"])
            self.assertIsNone(verdict["reward"])
            self.assertIn("pays for an empty answer", verdict["reason"])
            self.restart()
        self.act("DELETE", env, "/quarantine")
        self.assertEqual("ok", self.score("sum")["status"])
        self.restart()
        self.assertEqual("ok", self.score("sum")["status"])


class Retention(RegistryCase):
    options = ("--keep-versions", "2")

    def test_only_so_many_versions_are_kept(self):
        for number in range(4):
            self.put(variant(number))
        rows = self.client.get("/v1/environments/sum/versions").json()["versions"]
        self.assertEqual({version_of(variant(2)), version_of(variant(3))},
                         {row["version"] for row in rows})


class WhoMay(unittest.TestCase):
    def test_nobody_without_a_token(self):
        with Daemon(None, gate="off") as daemon, daemon.client() as client:
            for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
                reply = client.put("sum", SUM, **headers)
                self.assertEqual((401, "unauthorized"),
                                 (reply.status, reply.json()["error"]["code"]))
                self.assertIn("resynctl token create", reply.json()["error"]["hint"])

    def test_only_the_right_token(self):
        daemon = Daemon(None, gate="off")
        author = daemon.make_token()
        token = author["Authorization"]
        with daemon, daemon.client() as client:
            for wrong in ("", "Bearer", "Bearer ", token[:-1], token + "0", token[7:],
                          token.replace("Bearer", "Basic")):
                reply = client.put("sum", SUM, Authorization=wrong)
                self.assertEqual(401, reply.status, wrong)
            for method, name, tail in (("DELETE", "sum", ""), ("POST", "sum", "/rollback"),
                                       ("POST", "sum", "/activate"),
                                       ("POST", "sum@000000000000", "/quarantine"),
                                       ("DELETE", "sum@000000000000", "/quarantine")):
                self.assertEqual(401, client.act(method, name, tail).status)
            self.assertEqual(201, client.put("sum", SUM, **author).status)
            self.assertNotIn(token[7:], daemon.log())

    def test_the_user_of_the_daemon_over_a_unix_socket(self):
        daemon = Daemon(None, listen=(), gate="off")
        daemon.listen = [f"unix:{daemon.scratch}/socket"]
        with daemon, daemon.client() as client:
            self.assertEqual(201, client.put("sum", SUM).status)
            if os.geteuid() == 0:
                os.chmod(daemon.scratch, 0o755)
                os.chmod(daemon.scratch / "socket", 0o777)
                done = subprocess.run(
                    ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket",
                     str(daemon.scratch / "socket"), "-X", "PUT", "--data-binary", SUM,
                     "http://localhost/v1/environments/sum"],
                    user=65534, group=65534, extra_groups=[], capture_output=True, text=True,
                    check=False)
                self.assertEqual("401", done.stdout)


class Copies(RegistryCase):
    def resynd(self, *arguments):
        return subprocess.run([str(BUILD / "daemon" / "supervisor" / "resynd"), *map(str, arguments)],
                              capture_output=True, text=True, check=False)

    def test_a_backup_is_restored(self):
        copy = self.daemon.scratch / "copy"
        self.put(SUM)
        made = self.resynd("backup", "--data", self.daemon.data, copy)
        self.assertEqual(0, made.returncode, made.stderr)
        again = self.resynd("backup", "--data", self.daemon.data, copy)
        self.assertEqual(1, again.returncode)
        self.assertIn("is there already", again.stderr)
        self.put(variant(1))
        refused = self.resynd("restore", "--data", self.daemon.data, copy)
        self.assertEqual(1, refused.returncode)
        self.assertIn("another resynd", refused.stderr)
        self.client.close()
        self.daemon.stop()
        back = self.resynd("restore", "--data", self.daemon.data, copy)
        self.assertEqual(0, back.returncode, back.stderr)
        self.daemon.start()
        self.client = self.daemon.client()
        self.assertEqual(version_of(SUM), self.active())
        self.assertEqual(404, self.client.get(
            f"/v1/environments/sum@{version_of(variant(1))[:12]}").status)

    def test_what_is_no_copy_is_not_restored(self):
        self.put(SUM)
        self.client.close()
        self.daemon.stop()
        wrong = self.daemon.scratch / "wrong"
        wrong.write_text("no database " * 1000)
        for name, words in ((wrong, "not a"), (self.daemon.scratch / "nothing", "No such file")):
            done = self.resynd("restore", "--data", self.daemon.data, name)
            self.assertEqual(1, done.returncode)
            self.assertIn(words, done.stderr)
        self.daemon.start()
        self.client = self.daemon.client()
        self.assertEqual(version_of(SUM), self.active())


class Listing(DaemonCase):
    def test_the_bundled_ones_have_no_history(self):
        self.assertEqual([], self.client.get("/v1/environments/sum/history").json()["history"])


if __name__ == "__main__":
    unittest.main()
