# SPDX-License-Identifier: Apache-2.0
"""load.py: clients that keep the daemon busy with work whose rewards are known."""

import http.client
import threading

from cases import answer, right_sum


class Load:
    """Threads that post batches until told to stop, retrying broken connections, and keep a list of
    everything that was not as it should be."""

    def __init__(self, daemon, threads=4, size=200, env="sum"):
        self.daemon = daemon
        self.wrong = []
        self.refused = 0
        self.broken = 0
        self.verdicts = 0
        self.stopping = threading.Event()
        with daemon.client() as client:
            self.known = [right_sum(client, env, seed=seed) for seed in range(8)]
        self.size = size
        self.threads = [threading.Thread(target=self._work, args=(n,)) for n in range(threads)]

    def _items(self, turn):
        items = []
        for index in range(self.size):
            address, right = self.known[(index + turn) % len(self.known)]
            text = right if index % 2 == 0 else str(int(right) + 5)
            items.append({"id": f"{turn}-{index}", "instance": address, "response": answer(text)})
        return items

    def _post(self, client, items):
        """None where the connection broke or the answer says to come again: the caller does."""
        try:
            reply = client.batch(items)
            if reply.status in (429, 503):
                return None
            again = reply.status == 200 and any(r["retryable"] for r in reply.json()["results"])
            return None if again else reply
        except ConnectionRefusedError:
            self.refused += 1
        except (OSError, http.client.HTTPException):
            self.broken += 1
        return None

    def _work(self, number):
        turn = number * 1_000_000
        with self.daemon.client(30) as client:
            while not self.stopping.is_set():
                items, reply = self._items(turn), None
                while reply is None:
                    reply = self._post(client, items)
                    if reply is None and self.stopping.wait(0.01):
                        return
                self._judge(items, reply)
                turn += 1

    def _judge(self, items, reply):
        if reply.status != 200:
            self.wrong.append(str(reply))
            return
        results = reply.json()["results"]
        if [r["id"] for r in results] != [i["id"] for i in items]:
            self.wrong.append("verdicts are missing or out of order")
        for index, result in enumerate(results):
            wanted = ("ok", 1 if index % 2 == 0 else 0)
            if (result["status"], result["reward"]) != wanted:
                self.wrong.append(f"{result} instead of {wanted}")
        self.verdicts += len(results)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
