# SPDX-License-Identifier: Apache-2.0
"""python_client_ways.py WAY URL ITEMS CALLS: scores CALLS responses from one Python process in one way, looks at
every reward, and prints the seconds and the process's own CPU time as JSON. ITEMS is a file of
[instance, response, reward]. A way that is not installed exits with status 3 and says so."""

import asyncio
import http.client
import importlib
import json
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "proto" / "python" / "src"))

THREADS = 64
CONNECTIONS = 64
SECONDS = 120
NOT_INSTALLED = 3
HEADERS = {"Content-Type": "application/json"}


def in_threads(score, items):
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(score, items))


def body(item):
    return json.dumps({"instance": item[0], "response": item[1]}).encode()


# ---- resynd's client ----


def resynd_awaits(url, items):
    """16,000 coroutines that each await one score."""
    import resynd

    async def main():
        async with resynd.AsyncClient(url, deadline=SECONDS) as client:
            return await asyncio.gather(*[client.score(item[0], item[1]) for item in items])

    return [verdict.reward for verdict in asyncio.run(main())]


def resynd_batch(url, items):
    """One call with a list."""
    import resynd
    with resynd.Client(url, deadline=SECONDS) as client:
        verdicts = client.score_batch([{"instance": i[0], "response": i[1]} for i in items])
    return [verdict.reward for verdict in verdicts]


def resynd_threads(url, items):
    """Single scores from threads."""
    import resynd
    with resynd.Client(url, deadline=SECONDS) as client:
        return in_threads(lambda item: client.score(item[0], item[1]).reward, items)


# ---- The usual ways ----


def urllib_connections(url, items):
    """A connection for each call, from threads."""
    def score(item):
        request = urllib.request.Request(url + "/v1/score", body(item), HEADERS)
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:
            return json.load(reply)["reward"]

    return in_threads(score, items)


def requests_connections(url, items):
    """requests.post: a session and a connection for each call, from threads."""
    import requests
    return in_threads(lambda item: requests.post(
        url + "/v1/score", data=body(item), headers=HEADERS, timeout=SECONDS).json()["reward"], items)


def requests_session(url, items):
    """requests.Session: pooled connections, from threads."""
    import requests
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=CONNECTIONS))
    return in_threads(lambda item: session.post(
        url + "/v1/score", data=body(item), headers=HEADERS, timeout=SECONDS).json()["reward"], items)


def http_client(url, items):
    """http.client on one connection, one call after the other."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)
    found = []
    for item in items:
        connection.request("POST", "/v1/score", body(item), HEADERS)
        found.append(json.loads(connection.getresponse().read())["reward"])
    connection.close()
    return found


def aiohttp_awaits(url, items):
    """One session, as many awaits as calls."""
    import aiohttp

    async def score(session, item):
        payload = {"instance": item[0], "response": item[1]}
        async with session.post(url + "/v1/score", json=payload) as reply:
            return (await reply.json())["reward"]

    async def main():
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                                         timeout=aiohttp.ClientTimeout(SECONDS)) as session:
            return await asyncio.gather(*[score(session, item) for item in items])

    return asyncio.run(main())


def httpx_awaits(url, items):
    """The same with httpx."""
    import httpx

    async def score(client, item):
        reply = await client.post("/v1/score", json={"instance": item[0], "response": item[1]})
        return reply.json()["reward"]

    async def main():
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        async with httpx.AsyncClient(base_url=url, timeout=SECONDS, limits=limits) as client:
            return await asyncio.gather(*[score(client, item) for item in items])

    return asyncio.run(main())


# With the module that it needs, which is imported before the clock starts.
WAYS = {
    "resynd, awaits": (resynd_awaits, "resynd"),
    "resynd, one list": (resynd_batch, "resynd"),
    "resynd, 64 threads": (resynd_threads, "resynd"),
    "aiohttp, awaits": (aiohttp_awaits, "aiohttp"),
    "httpx, awaits": (httpx_awaits, "httpx"),
    "http.client, one connection": (http_client, "http.client"),
    "requests.Session, 64 threads": (requests_session, "requests"),
    "requests.post, 64 threads": (requests_connections, "requests"),
    "urllib, 64 threads": (urllib_connections, "urllib.request"),
}


def main():
    way, url, path, calls = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    items = json.loads(path.read_text())
    items = [items[index % len(items)] for index in range(calls)]
    ask, module = WAYS[way]
    try:
        importlib.import_module(module)
    except ImportError as error:
        print(error, file=sys.stderr)
        return NOT_INSTALLED
    began, cpu = time.monotonic(), time.process_time()
    found = ask(url, items)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    wrong = sum(reward != item[2] for reward, item in zip(found, items))
    if wrong or len(found) != calls:
        print(f"{wrong} of {len(found)} rewards are not what they must be", file=sys.stderr)
        return 1
    print(json.dumps({"items_per_second": calls / seconds, "cpu_us": cpu * 1e6 / calls}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
