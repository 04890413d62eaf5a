# SPDX-License-Identifier: Apache-2.0
"""The reader of answers: the same however the bytes are cut, and no answer where there is none."""

import unittest

import served  # noqa: F401
from resynd import UnreachableError
from resynd._http import ResponseReader, request_bytes

BODY = bytes(range(256)) * 3
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-Y:  z \r\n\r\n" % len(BODY) + BODY
CHUNKED = (b"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
           b"100\r\n" + BODY[:256] + b"\r\n1FF;name=value\r\n" + BODY[256:767] + b"\r\n"
           b"1\r\n" + BODY[767:] + b"\r\n0\r\nTrailer: x\r\n\r\n")
INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN


def read(data, sizes):
    """Fed in pieces of these sizes, the last one again and again."""
    reader, body, place = ResponseReader(), b"", 0
    sizes = iter(sizes)
    size = next(sizes)
    while place < len(data):
        body += reader.feed(data[place:place + size])
        place += size
        size = next(sizes, size)
    return reader, body


class Reader(unittest.TestCase):
    def test_the_same_in_any_pieces(self):
        for answer in (PLAIN, CHUNKED, INTERIM):
            cuts = [[len(answer)], [1]] + [[cut, len(answer)] for cut in range(1, len(answer))]
            for sizes in cuts:
                reader, body = read(answer, sizes)
                self.assertTrue(reader.done, sizes)
                self.assertTrue(reader.reusable, sizes)
                self.assertEqual((reader.status, body), (200, BODY), sizes)

    def test_not_done_before_the_last_byte(self):
        for answer in (PLAIN, CHUNKED):
            for end in range(len(answer)):
                reader, _ = read(answer[:end], [4096])
                self.assertFalse(reader.done, end)
                with self.assertRaises(UnreachableError):
                    reader.end()

    def test_headers(self):
        reader, _ = read(PLAIN, [4096])
        self.assertEqual(reader.headers["x-y"], "z")

    def test_a_body_that_ends_with_its_connection(self):
        reader, body = read(b"HTTP/1.0 200 OK\r\n\r\nabc", [5])
        self.assertFalse(reader.done)
        reader.end()
        self.assertTrue(reader.done)
        self.assertEqual((body, reader.reusable), (b"abc", False))

    def test_no_connection_is_used_again_that_says_otherwise(self):
        for answer in (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
                       b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
                       b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK"):
            with self.subTest(answer=answer):
                reader, body = read(answer, [4096])
                self.assertEqual((reader.done, body, reader.reusable), (True, b"x", False))

    def test_what_is_no_http(self):
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        for answer in (b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 20 X\r\n\r\n",
                       b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                       b"HTTP/1.1 200 OK\r\nContent-Length: 1_0\r\n\r\n",
                       chunked + b"-1\r\n", chunked + b"0x5\r\n", chunked + b"zz\r\n", chunked + b"\r\n",
                       chunked + b"1\r\nabc\r\n", chunked + b"f" * 2000, b"x" * 70000):
            with self.subTest(answer=answer[:70]), self.assertRaises(UnreachableError):
                read(answer, [4096])

    def test_a_request_is_one_piece(self):
        data = request_bytes("POST", "/v1/score", "h:1", {"Accept": "a"}, b"{}")
        self.assertEqual(data, b"POST /v1/score HTTP/1.1\r\nHost: h:1\r\nContent-Length: 2\r\n"
                               b"Accept: a\r\n\r\n{}")


if __name__ == "__main__":
    unittest.main()
