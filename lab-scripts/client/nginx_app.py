"""Numbered requests to nginx over one kept HTTP/1.1 connection. The server's access log tells of every request how
often it was served: report.py counts there.
"""

import collections
import re

PORT = 80


class Session:
    def __init__(self, client, connection, data):
        del data  # nothing to preload
        self._client = client
        self._connection = connection

    def request(self, stream, number):
        """Sends one request and checks its answer: (lost, duplicated, what is wrong or None)."""
        path = path_of(self._client, self._connection, number)
        stream.write(("GET %s HTTP/1.1\r\nHost: lab\r\n\r\n" % path).encode())
        stream.flush()
        status, body = response(stream)
        if status != 200 or body != path + "\n":
            return 0, 0, "status %d, body %r for %s" % (status, body[:80], path)
        return 0, 0, None

    def recount(self, stream):
        del stream  # the access log counts
        return 0, 0


def greet(stream):
    del stream  # a connection is a session


def preload(stream, data):
    raise ValueError("nginx takes no --data")


def path_of(client, connection, number):
    return "/n/%s-%d-%d" % (client, connection, number)


def response(stream):
    """(status, body) of a response with Content-Length (RFC 9112, 6.2)."""
    status = read_line(stream).split(" ")[1]
    length = 0
    while True:
        line = read_line(stream)
        if not line:
            break
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    body = stream.read(length)
    if len(body) != length:
        raise ConnectionError("closed by the server")
    return int(status), body.decode()


def read_line(stream):
    line = stream.readline()
    if not line.endswith(b"\r\n"):
        raise ConnectionError("closed by the server")
    return line[:-2].decode()


def served(log_lines, client):
    """How often the access log shows each (connection, number) of a client."""
    pattern = re.compile(r'"GET /n/%s-(\d+)-(\d+) HTTP/1\.1" 200 ' % re.escape(client))
    matches = (pattern.search(line) for line in log_lines)
    return collections.Counter((int(m.group(1)), int(m.group(2))) for m in matches if m)
