# SPDX-License-Identifier: Apache-2.0
"""OpenEnv's sessions over WebSocket, and frames that no client should send."""

import json
import random
import signal
import socket
import struct
import threading
import time
import unittest

from cases import DaemonCase, OWN, answer, eventually, right_sum
from daemon import Daemon
from trainers import Full, Quarantined, RESPONSE_FAULTS, UNMEASURED
from web_socket import BINARY, CLOSE, PING, PONG, TEXT, WebSocket, frame, handshake


class Session(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def open(self, **headers):
        websocket = WebSocket(self.daemon.url, **headers)
        self.addCleanup(websocket.close)
        return websocket

    def reset(self, websocket, **data):
        found = websocket.ask("reset", data)
        self.assertEqual(found["type"], "observation", found)
        self.assertEqual((found["data"]["reward"], found["data"]["done"]), (None, False))
        return found["data"]["observation"]

    def step(self, websocket, response, **more):
        found = websocket.ask("step", {"response": response, **more})
        self.assertEqual(found["type"], "observation", found)
        self.assertIs(found["data"]["done"], True)
        return found["data"]

    def assert_ws_error(self, found, code, *words):
        self.assertEqual(found["type"], "error", found)
        self.assertEqual(set(found["data"]), {"message", "code"})
        self.assertEqual(found["data"]["code"], code, found)
        for word in words:
            self.assertIn(word, found["data"]["message"])


class Episodes(Session):
    def test_reset_step_state_close(self):
        websocket = self.open()
        self.assertEqual(websocket.ask("state"), {"type": "state", "data": {
            "episode_id": None, "step_count": 0, "instance": None}})
        for text, reward in ((self.right, 1), (str(int(self.right) + 1), 0.5), ("x", 0)):
            seen = self.reset(websocket, env="sum", level=1, seed=1, episode_id="mine")
            self.assertEqual(seen["instance"], self.instance)
            self.assertEqual(websocket.ask("state")["data"], {
                "episode_id": "mine", "step_count": 0, "instance": self.instance})
            self.assertEqual(self.step(websocket, answer(text))["reward"], reward)
            self.assertEqual(websocket.ask("state")["data"]["step_count"], 1)
        websocket.send(frame(TEXT, b'{"type": "close"}'))
        self.assertEqual(websocket.closing(), 1000)

    def test_episodes_have_names_of_their_own(self):
        websocket = self.open()
        names = set()
        for _ in range(3):
            self.reset(websocket)
            names.add(websocket.ask("state")["data"]["episode_id"])
        self.assertEqual(len(names), 3)

    def test_one_step(self):
        websocket = self.open()
        self.assert_ws_error(websocket.ask("step", {"response": "x"}), "SESSION_ERROR", "reset")
        self.reset(websocket, instance=self.instance)
        self.step(websocket, answer(self.right))
        self.assert_ws_error(websocket.ask("step", {"response": answer(self.right)}),
                             "SESSION_ERROR", "done")
        self.assertEqual(self.step(websocket, answer(self.right),
                                   instance=self.instance)["reward"], 1)

    def test_messages_that_are_wrong_do_not_end_the_session(self):
        websocket = self.open()
        self.reset(websocket, instance=self.instance)
        for raw, code in ((b"", "INVALID_JSON"), (b"{", "INVALID_JSON"), (b"5", "INVALID_JSON"),
                          (b"[]", "UNKNOWN_TYPE"), (b"{}", "UNKNOWN_TYPE"),
                          (b'{"type": 5}', "UNKNOWN_TYPE"), (b'{"type": "mcp"}', "UNKNOWN_TYPE"),
                          (b'{"type": "step"}', "VALIDATION_ERROR"),
                          (b'{"type": "step", "data": []}', "VALIDATION_ERROR"),
                          (b'{"type": "step", "data": {"response": 5}}', "VALIDATION_ERROR"),
                          (b'{"type": "step", "data": {"response": "x", "instance": "y"}}',
                           "VALIDATION_ERROR")):
            with self.subTest(raw=raw):
                self.assert_ws_error(websocket.ask(raw=raw), code)
        self.assertEqual(self.step(websocket, answer(self.right))["reward"], 1)
        for data, code, words in (
                ({"seed": -1}, "VALIDATION_ERROR", ["seed"]), ([], "VALIDATION_ERROR", ["object"]),
                ({"env": "sun"}, "VALIDATION_ERROR", ["'sum'"]),
                ({"env": "sum", "level": 99}, "VALIDATION_ERROR", ["level"])):
            self.assert_ws_error(websocket.ask("reset", data), code, *words)

    def test_large_and_strange_texts(self):
        websocket = self.open()
        for text, reward in (("x" * 3_000_000 + answer(self.right), 1), ("\ud800\x00" * 1000, 0),
                             ("☃" * 300_000 + answer(self.right), 1)):
            self.reset(websocket, instance=self.instance)
            self.assertEqual(self.step(websocket, text)["reward"], reward)
        self.reset(websocket, instance=self.instance)
        found = self.step(websocket, "x" * (4 * 1024 * 1024 + 1))
        self.assertEqual((found["reward"], found["metadata"]["status"]), (None, "too_large"))

    def test_many_sessions_at_once(self):
        found = []

        def play(seed):
            with self.daemon.client() as client:
                address, right = right_sum(client, seed=seed)
            with WebSocket(self.daemon.url) as websocket:
                for turn in range(20):
                    self.reset(websocket, instance=address)
                    text = right if turn % 2 else "0"
                    found.append(self.step(websocket, answer(text))["reward"] == turn % 2)

        threads = [threading.Thread(target=play, args=(seed,)) for seed in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [True] * 800)


class Unmeasured(Session):
    def setUp(self):
        super().setUp()
        self.trouble, _ = right_sum(self.client, "trouble")

    def test_reward_none_and_the_episode_goes_on(self):
        websocket = self.open()
        for order, status in UNMEASURED:
            self.reset(websocket, instance=self.trouble)
            found = self.step(websocket, answer(order))
            self.assertIsNone(found["reward"])
            self.assertEqual((found["metadata"]["status"], found["metadata"]["valid"]), (status, 0))
            self.assertEqual(websocket.ask("state")["data"]["step_count"], 0)
            self.assertEqual(self.step(websocket, "none")["reward"], 0)
        for order, status in RESPONSE_FAULTS:
            self.reset(websocket, instance=self.trouble)
            found = self.step(websocket, answer(order))
            self.assertEqual((found["reward"], found["metadata"]["status"]), (0, status))

    def test_pings_are_answered_while_a_response_is_judged(self):
        websocket = self.open()
        self.reset(websocket, instance=self.trouble)
        websocket.send(frame(TEXT, json.dumps({"type": "step", "data": {
            "response": answer("loop")}}).encode()) + frame(PING, b"alive?"))
        self.assertEqual(websocket.receive(), (PONG, b"alive?"))
        self.assertEqual(websocket.answer()["data"]["metadata"]["status"], "timeout")

    def test_clients_that_go_meanwhile(self):
        for how in (b"", frame(CLOSE), b"\x00"):
            for _ in range(10):
                websocket = self.open()
                self.reset(websocket, instance=self.trouble)
                websocket.send(frame(TEXT, json.dumps({"type": "step", "data": {
                    "response": answer("loop")}}).encode()) + how)
                websocket.close()
        websocket = self.open()
        self.reset(websocket, instance=self.instance)
        self.assertEqual(self.step(websocket, answer(self.right))["reward"], 1)


class Quarantine(Quarantined, Session):
    def test_no_question_and_no_reward(self):
        websocket = self.open()
        self.assert_ws_error(websocket.ask("reset", {"instance": self.aside}), "EXECUTION_ERROR",
                             "quarantine")
        found = self.step(websocket, "x", instance=self.aside)
        self.assertEqual((found["reward"], found["metadata"]["status"]), (None, "unavailable"))


class Handshakes(Session):
    def refused(self, status, **headers):
        stream, head, _, _ = handshake(self.daemon.url, **headers)
        stream.close()
        self.assertTrue(head.startswith(f"HTTP/1.1 {status}"), head)
        return head

    def test_what_is_no_handshake(self):
        self.refused(426, Upgrade="h2c")
        self.refused(426, Upgrade=None)
        self.refused(426, Connection="keep-alive")
        self.assertIn("Sec-WebSocket-Version: 13", self.refused(426, **{"Sec-WebSocket-Version": "8"}))
        for key in ("", "short", "x" * 24, "AAAAAAAAAAAAAAAAAAAAAB==", "AAAAAAAAAAAAAAAAAAAAA==="):
            self.refused(400, **{"Sec-WebSocket-Key": key})
        self.refused(403, Origin="http://elsewhere.example")
        self.refused(403, Origin="null")
        self.assert_error(self.client.get("/ws"), 426, "websocket")
        self.assert_error(self.client.post("/ws", b"{}"), 405)

    def test_what_is_one(self):
        host = self.daemon.url.partition("//")[2]
        for headers in ({"Connection": "keep-alive, Upgrade"}, {"Upgrade": "WebSocket"},
                        {"Origin": f"http://{host}"}):
            self.reset(self.open(**headers), instance=self.instance)

    def test_frames_that_come_with_the_head(self):
        stream, head, _, _ = handshake(self.daemon.url)
        stream.close()
        parts = head  # a whole handshake and a message in one packet
        self.assertIn("101", parts)
        host, port = self.daemon.url.partition("//")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=30) as stream:
            stream.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: "
                           b"Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                           b"dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + frame(TEXT, b'{"type":"state"}'))
            data = b""
            while b"step_count" not in data:
                more = stream.recv(65536)
                self.assertTrue(more, data)
                data += more
        # The example of RFC 6455, 1.3.
        self.assertIn(b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", data)

    def test_the_connection_is_counted_and_let_go(self):
        def open_now():
            page = self.client.get("/metrics").body.decode()
            [line] = [each for each in page.splitlines()
                      if each.startswith("resynd_http_connections ")]
            return float(line.split()[1])
        before = open_now()
        sockets = [WebSocket(self.daemon.url) for _ in range(50)]
        self.assertGreaterEqual(open_now(), before + 50)
        for websocket in sockets:
            websocket.close()
        self.assertTrue(eventually(lambda: open_now() <= before + 1))


class Frames(Session):
    """RFC 6455: what is wrong ends this connection, with the code that says why, and nothing else."""

    def ends(self, data, code):
        websocket = self.open()
        websocket.send(data)
        self.assertEqual(websocket.closing(), code)

    def test_broken_frames(self):
        for what, data in (
                ("not masked", frame(TEXT, b"{}", masked=False)),
                ("reserved bits", frame(TEXT, b"{}", reserved=4)),
                ("reserved bits", frame(TEXT, b"{}", reserved=1)),
                ("unknown opcode", frame(3, b"{}")), ("unknown control", frame(11, b"")),
                ("fragmented ping", frame(PING, b"", final=False)),
                ("long ping", frame(PING, b"x" * 126)),
                ("continues nothing", frame(0, b"x")),
                ("begins within", frame(TEXT, b"x", final=False) + frame(TEXT, b"y")),
                ("longer than needed", frame(TEXT, b"x" * 125, size=2)),
                ("longer than needed", frame(TEXT, b"x" * 65535, size=8)),
                ("above 2^63", b"\x81\xff" + b"\xff" * 8 + b"mask"),
                ("close of one byte", frame(CLOSE, b"x")),
                ("close without reason", frame(CLOSE, struct.pack(">H", 1005))),
                ("close with 999", frame(CLOSE, struct.pack(">H", 999))),
                ("close, not UTF-8", frame(CLOSE, struct.pack(">H", 1000) + b"\xff"))):
            with self.subTest(what=what):
                self.ends(data, 1002)

    def test_what_is_not_wanted(self):
        self.ends(frame(BINARY, b"{}"), 1003)
        self.ends(frame(TEXT, b'{"type": "\xff"}'), 1007)
        self.ends(frame(TEXT, b'{"a": "\xe2\x98', final=False) + frame(0, b'"}'), 1007)

    def test_a_message_that_is_too_big(self):
        websocket = self.open()
        piece = frame(0, b" " * (1 << 20), final=False)
        try:
            websocket.send(frame(TEXT, b" ", final=False))
            for _ in range(40):
                websocket.send(piece)
        except OSError:
            pass  # it has closed already
        self.assertIn(self._code(websocket), (1009, "reset"))

    def _code(self, websocket):
        try:
            return websocket.closing()
        except ConnectionError:
            return "reset"

    def test_closes_are_answered(self):
        for code in (1000, 1001, 3000, 4999):
            self.ends(frame(CLOSE, struct.pack(">H", code) + "späť".encode()), code)
        self.ends(frame(CLOSE), None)

    def test_pieces_of_any_size(self):
        rng = random.Random(17)
        message = json.dumps({"type": "step", "data": {
            "instance": self.instance, "response": "☃" * 200 + answer(self.right)}},
            ensure_ascii=False).encode()
        for _ in range(20):
            cuts = sorted(rng.sample(range(1, len(message)), rng.randint(1, 12)))
            parts = [message[a:b] for a, b in zip([0, *cuts], [*cuts, len(message)])]
            data = b""
            for index, part in enumerate(parts):
                data += frame(0 if index else TEXT, part, final=index == len(parts) - 1)
                if rng.random() < 0.3:
                    data += frame(PONG, b"unasked") + frame(0, b"", final=False) * (
                        index < len(parts) - 1)
            websocket = self.open()
            while data:
                size = rng.randint(1, 40)
                websocket.send(data[:size])
                data = data[size:]
            self.assertEqual(websocket.answer()["data"]["reward"], 1)

    def test_messages_one_behind_the_other(self):
        websocket = self.open()
        count = 500
        websocket.send(frame(TEXT, json.dumps({"type": "step", "data": {
            "instance": self.instance, "response": answer(self.right)}}).encode()) * count)
        for _ in range(count):
            self.assertEqual(websocket.answer()["data"]["reward"], 1)

    def test_a_client_that_does_not_read(self):
        """Pings by the megabyte: what is owed to it stays bounded, and others are served."""
        websocket = self.open()
        websocket.stream.settimeout(2)
        flood = frame(PING, b"x" * 125) * 2000
        with self.assertRaises(OSError):
            for _ in range(400):
                websocket.send(flood)
        self.assertEqual(self.reset(self.open(), instance=self.instance)["instance"], self.instance)

    def test_random_bytes(self):
        rng = random.Random(5)
        for _ in range(200):
            websocket = self.open()
            websocket.send(bytes(rng.choice((0x81, 0x88, 0x89, 0x01, 0x80, rng.randrange(256)))
                                 if n % 7 == 0 else rng.randrange(256) for n in range(60)))
            websocket.close()
        self.reset(self.open(), instance=self.instance)

    def test_a_half_closed_connection_is_let_go(self):
        websocket = self.open()
        websocket.stream.shutdown(socket.SHUT_WR)
        self.assertEqual(websocket.stream.recv(100), b"")


class Life(unittest.TestCase):
    def test_a_stop_says_goodbye_and_finishes_what_has_begun(self):
        daemon = Daemon(OWN).start()
        self.addCleanup(daemon.discard)
        with daemon.client() as client:
            trouble, _ = right_sum(client, "trouble")
        with WebSocket(daemon.url) as idle, WebSocket(daemon.url) as busy:
            idle.ask("state")
            busy.ask("reset", {"instance": trouble})
            busy.send(frame(TEXT, json.dumps({"type": "step", "data": {
                "response": answer("loop")}}).encode()))
            time.sleep(0.02)
            daemon.process.send_signal(signal.SIGTERM)
            self.assertEqual(busy.answer()["data"]["metadata"]["status"], "timeout")
            self.assertEqual(idle.closing(), 1001)
            self.assertEqual(busy.closing(), 1001)
        self.assertEqual(daemon.process.wait(40), 0)

    def test_a_reset_waits_for_room(self):
        with Daemon(OWN, ("--http-threads", "1")) as daemon, daemon.client() as client:
            address, _ = right_sum(client)
            trouble, _ = right_sum(client, "trouble")
            sockets = [WebSocket(daemon.url, 60) for _ in range(8)]
            with Full(daemon, trouble, address) as full:
                for seed, websocket in enumerate(sockets):
                    self.assertTrue(eventually(lambda: full.is_full() or full.top_up(), 30, 0))
                    websocket.send(frame(TEXT, json.dumps({"type": "reset", "data": {
                        "env": "sum", "level": 1, "seed": 500 + seed}}).encode()))
                for websocket in sockets:
                    self.assertEqual(websocket.answer()["type"], "observation")
                    websocket.close()


if __name__ == "__main__":
    unittest.main()
