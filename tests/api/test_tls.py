# SPDX-License-Identifier: Apache-2.0
"""TLS and mutual TLS: who is served over it, and what an attacker gets."""

import os
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from cases import OWN, answer, eventually, right_sum
from certificates import Authority
from client import Client, exchange
from daemon import BUILD, Daemon


class TlsCase(unittest.TestCase):
    """A daemon at https and, beside it, at a plain port of the loopback interface."""

    mutual = False
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="resynd-tls-")
        files = Path(cls.folder.name)
        cls.authority = Authority(files)
        cls.server = cls.authority.issue("server", "serverAuth")
        cls.client_file = cls.authority.issue("client", "clientAuth")
        options = ["--tls-certificate", str(files / "server.pem"), "--tls-key",
                   str(files / "server.key"), *cls.options]
        if cls.mutual:
            options += ["--tls-client-ca", str(cls.authority.path)]
        cls.daemon = Daemon(OWN, options, listen=["127.0.0.1:0", "https://127.0.0.1:0"]).start()
        cls.plain, cls.https = cls.daemon.urls

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()  # the front has lived through all of it
        cls.folder.cleanup()

    def context(self, own=None, authority=None):
        context = ssl.create_default_context(cafile=authority or self.authority.path)
        if own:
            context.load_cert_chain(own)
        return context

    def connect(self, context):
        parts = urlsplit(self.https)
        stream = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self.addCleanup(stream.close)
        return context.wrap_socket(stream, server_hostname=parts.hostname)

    def assert_refused(self, context):
        """Either the handshake fails or, in TLS 1.3, what follows it."""
        with self.assertRaises((ssl.SSLError, OSError)):
            stream = self.connect(context)
            stream.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            if not stream.recv(4096):
                raise ConnectionResetError("closed without an answer")

    def assert_lives(self):
        with Client(self.plain) as client:
            self.assertEqual(200, client.get("/readyz").status)


class Tls(TlsCase):
    def test_scores_and_batches(self):
        with Client(self.https, context=self.context()) as client:
            address, right = right_sum(client)
            self.assertEqual(1, client.score(instance=address, response=answer(right))["reward"])
            long = answer(right) + " " * 200_000
            items = [{"instance": address, "response": long}] * 20  # more than a record, both ways
            self.assertEqual([1] * 20, [verdict["reward"] for verdict in client.results(items)])
            lines = client.batch(items, Accept="application/x-ndjson").lines()
            self.assertEqual(20, len(lines))

    def test_many_connections_at_once(self):
        failures = []

        def work():
            try:
                with Client(self.https, context=self.context()) as client:
                    address, right = right_sum(client)
                    for _ in range(5):
                        verdict = client.score(instance=address, response=answer(right))
                        assert verdict["reward"] == 1, verdict
            except Exception as error:  # noqa: BLE001: told below
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual([], failures)

    def test_old_protocols_are_refused(self):
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            context = self.context()
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
            self.assert_refused(context)
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.context()
            context.minimum_version = context.maximum_version = version
            self.assertEqual(version.name.replace("v1_", "v1."), self.connect(context).version())

    def test_no_renegotiation(self):
        parts = urlsplit(self.https)
        done = subprocess.run(
            ["openssl", "s_client", "-connect", parts.netloc, "-CAfile", str(self.authority.path),
             "-tls1_2", "-verify_return_error"], input="R\n", capture_output=True, text=True,
            timeout=20, check=False)
        self.assertIn("Verify return code: 0 (ok)", done.stdout)
        self.assertIn("Secure Renegotiation IS supported", done.stdout)
        self.assert_lives()

    def test_what_is_no_tls_harms_nobody(self):
        for noise in (b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"\0" * 900,
                      os.urandom(3000), b"\x16\x03\x01", b""):
            answered = exchange(self.https.replace("https", "http"), noise, 1)
            self.assertNotIn(b"HTTP/1.1", answered)
        self.assert_lives()

    def test_half_a_handshake_makes_nobody_wait(self):
        parts = urlsplit(self.https)
        for _ in range(50):
            stream = socket.create_connection((parts.hostname, parts.port))
            self.addCleanup(stream.close)
            stream.sendall(b"\x16\x03\x01\x02\x00\x01")
        with Client(self.https, 5, self.context()) as client:
            self.assertEqual(200, client.get("/readyz").status)

    def test_resynctl(self):
        command = [str(BUILD / "daemon" / "ctl" / "resynctl"), "--url", self.https, "list"]
        fine = subprocess.run([*command, "--ca-file", str(self.authority.path)],
                              capture_output=True, text=True, check=False)
        self.assertEqual((0, True), (fine.returncode, "sum" in fine.stdout), fine)
        self.assertEqual(3, subprocess.run(command, capture_output=True, check=False).returncode)


class MutualTls(TlsCase):
    mutual = True
    options = ("--require-token", "always")

    def test_a_certificate_is_needed_and_scores_without_a_token(self):
        with Client(self.https, context=self.context(self.client_file)) as client:
            made = client.instances(env="sum", level=1, seed=1)[0]
            verdict = client.score(instance=made["instance"], response=answer(0))
            self.assertEqual(0, verdict["reward"])
            self.assertEqual(403, client.put("x", "int x;").status)
            self.assertEqual(403, client.get("/metrics").status)
        with Client(self.plain) as client:
            self.assertEqual(401, client.get("/v1/environments").status)

    def test_without_or_with_a_wrong_one_nothing_is_served(self):
        folder = Path(self.folder.name)
        stranger = Authority(folder, "stranger").issue("strangers-client", "clientAuth")
        wrong_use = self.authority.issue("no-client", "serverAuth")
        for own in (None, stranger, wrong_use):
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                context = self.context(own)
                context.minimum_version = context.maximum_version = version
                self.assert_refused(context)
        self.assert_lives()

    def test_resynctl(self):
        done = subprocess.run(
            [str(BUILD / "daemon" / "ctl" / "resynctl"), "--url", self.https, "list", "--ca-file",
             str(self.authority.path), "--certificate", str(self.client_file)],
            capture_output=True, text=True, check=False)
        self.assertEqual((0, True), (done.returncode, "sum" in done.stdout), done)


class Options(unittest.TestCase):
    def test_halves_are_said(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            authority = Authority(folder)
            authority.issue("server", "serverAuth")
            certificate, key = str(folder / "server.pem"), str(folder / "server.key")
            both = ["--tls-certificate", certificate, "--tls-key", key]
            https = "https://127.0.0.1:0"
            for options, listen, sentence in (
                    ([], https, "TLS needs both"),
                    (["--tls-certificate", certificate], https, "TLS needs both"),
                    (both, "127.0.0.1:0", "--listen https://"),
                    (["--tls-certificate", certificate, "--tls-key", "/nowhere"], https, "/nowhere"),
                    (["--tls-certificate", key, "--tls-key", key], https, "is no CERTIFICATE"),
                    (["--tls-certificate", certificate, "--tls-key", certificate], https,
                     "is no PRIVATE KEY")):
                with self.subTest(sentence=sentence, options=options):
                    daemon = Daemon(OWN, options, listen=listen)
                    self.assertRaises(AssertionError, daemon.start)
                    self.assertIn(sentence, daemon.log())

    def test_a_key_of_another_certificate_is_said(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            authority = Authority(folder)
            authority.issue("server", "serverAuth")
            authority.issue("other", "serverAuth")
            daemon = Daemon(OWN, ["--tls-certificate", str(folder / "server.pem"), "--tls-key",
                                  str(folder / "other.key")], listen="https://127.0.0.1:0")
            self.addCleanup(daemon.discard)
            daemon.start(ready=False)
            said = eventually(lambda: [line for line in daemon.log().splitlines()
                                       if 'event="no TLS"' in line])
            self.assertTrue(said)
            self.assertEqual(0, daemon.end())


if __name__ == "__main__":
    unittest.main()
