"""Numbered requests to redis, over RESP2. The server's own counter tells of every request whether it took effect once.

Each connection has a key of its own. Most requests increment it: the reply must be the last one plus one. Every tenth
writes a value, the next one reads it back; and when data was preloaded, one of these values is read and compared.
"""

import hashlib
import random

PORT = 6379
VALUE_SIZE = 4096


class Session:
    """The expectations of one connection; they outlive a reconnect."""

    def __init__(self, client, connection, data):
        self._counter = "ctr:%s:%d" % (client, connection)
        self._written = "set:%s:%d" % (client, connection)
        self._values = data // VALUE_SIZE
        self._count = 0
        self._last_written = None
        self._incrementing = False

    def request(self, stream, number):
        """Sends one request and checks its answer: (lost, duplicated, what is wrong or None)."""
        kind = number % 10
        if kind == 8:
            expected = str(number)
            if call(stream, "SET", self._written, expected) != "OK":
                return 1, 0, "SET was not acknowledged"
            self._last_written = expected
            return 0, 0, None
        if kind == 9 and self._last_written is not None:
            got = call(stream, "GET", self._written)
            return (0, 0, None) if got == self._last_written else (1, 0, "read %r after writing %r" % (got, self._last_written))
        if kind == 0 and self._values:
            index = random.randrange(self._values)
            return (0, 0, None) if call(stream, "GET", key_of(index)) == value_of(index) else (1, 0, "value %d differs" % index)
        self._incrementing = True
        got = call(stream, "INCR", self._counter)
        self._incrementing = False
        return self._compare(int(got), self._count + 1)

    def recount(self, stream):
        """After a reconnect: (lost, duplicated) of the request that had no answer."""
        self._last_written = None  # unknown whether an unanswered SET took effect
        if not self._incrementing:
            return 0, 0
        self._incrementing = False
        lost, duplicated, _ = self._compare(int(call(stream, "GET", self._counter) or 0), self._count + 1)
        return lost, duplicated

    def _compare(self, got, expected):
        self._count = got
        if got == expected:
            return 0, 0, None
        return max(0, expected - got), max(0, got - expected), "counter %d instead of %d" % (got, expected)


def greet(stream):
    del stream  # a connection is a session


def preload(stream, data):
    """Stores that many bytes, in values that can be recomputed."""
    total = data // VALUE_SIZE
    for begin in range(0, total, 256):
        batch = range(begin, min(begin + 256, total))
        stream.write("".join(encode("SET", key_of(index), value_of(index)) for index in batch).encode())
        stream.flush()
        for _ in batch:
            if reply(stream) != "OK":
                raise ValueError("redis refused preloaded data")


def key_of(index):
    return "data:%d" % index


def value_of(index):
    return hashlib.sha256(b"%d" % index).hexdigest() * (VALUE_SIZE // 64)


def call(stream, *words):
    stream.write(encode(*words).encode())
    stream.flush()
    return reply(stream)


def encode(*words):
    return "*%d\r\n" % len(words) + "".join("$%d\r\n%s\r\n" % (len(word), word) for word in words)


def reply(stream):
    line = stream.readline()
    if not line.endswith(b"\r\n"):
        raise ConnectionError("closed by the server")
    kind, rest = line[:1], line[1:-2].decode()
    if kind in b"+:":
        return rest
    if kind == b"$":
        if rest == "-1":
            return None
        body = stream.read(int(rest) + 2)
        if len(body) != int(rest) + 2:
            raise ConnectionError("closed by the server")
        return body[:-2].decode()
    raise ValueError("redis: " + rest)
