"""Numbered requests to PostgreSQL (frontend/backend protocol 3.0, without a password): each is an INSERT of its number, a transaction
of its own. Every fiftieth counts the rows instead.

What was acknowledged must be there once. What has failed may be there or not, and may come later: a transaction that waits for a disk
outlives its connection. It must not be there twice.
"""

import struct

PORT = 5432
VERSION = 3 << 16
COUNT_EVERY = 50


class Session:
    """The expectations of one connection; they outlive a reconnect."""

    def __init__(self, client, connection, data):
        del data  # nothing to preload
        self._client = client
        self._connection = connection
        self._acknowledged = 0
        self._doubtful = []
        self._told = (0, 0)

    def request(self, stream, number):
        """Sends one request and checks its answer: (lost, duplicated, what is wrong or None)."""
        if number % COUNT_EVERY == 0:
            lost, duplicated = self.recount(stream)
            return lost, duplicated, "%d lost, %d duplicated" % (lost, duplicated) if lost or duplicated else None
        self._doubtful.append(number)
        query(stream, "INSERT INTO request VALUES ('%s', %d, %d)" % (self._client, self._connection, number))
        self._doubtful.pop()
        self._acknowledged += 1
        return 0, 0, None

    def recount(self, stream):
        """(lost, duplicated) since the last count."""
        rows = query(
            stream, "SELECT count(DISTINCT number) FILTER (WHERE number <> ALL ('{%s}')), count(*) - count(DISTINCT number)"
            " FROM request WHERE client = '%s' AND connection = %d"
            % (",".join(map(str, self._doubtful)), self._client, self._connection))
        lost, duplicated = self._acknowledged - int(rows[0][0]), int(rows[0][1])
        before, self._told = self._told, (lost, duplicated)
        return max(0, lost - before[0]), max(0, duplicated - before[1])


def preload(stream, data):
    raise ValueError("postgresql takes no --data")


def greet(stream):
    """Begins a session: the protocol's version, who speaks, to which database."""
    words = b"user\0postgres\0database\0postgres\0\0"
    stream.write(struct.pack("!ii", 8 + len(words), VERSION) + words)
    stream.flush()
    answer(stream)


def query(stream, sql):
    """The rows, as lists of text."""
    text = sql.encode() + b"\0"
    stream.write(b"Q" + struct.pack("!i", 4 + len(text)) + text)
    stream.flush()
    return answer(stream)


def answer(stream):
    """Reads until the server is ready for a query: the rows that came. ValueError in its words if there was an error."""
    rows, error = [], None
    while True:
        kind, body = message(stream)
        if kind == b"Z":
            if error:
                raise ValueError(error)
            return rows
        if kind == b"D":
            rows.append(row(body))
        elif kind == b"E":
            error = "postgresql: " + fields(body).get("M", "error")
            if fields(body).get("V") in ("FATAL", "PANIC"):
                raise ConnectionError(error)
        elif kind == b"R" and struct.unpack("!i", body[:4])[0] != 0:
            raise ValueError("postgresql wants a password")


def message(stream):
    head = exactly(stream, 5)
    return head[:1], exactly(stream, struct.unpack("!i", head[1:])[0] - 4)


def exactly(stream, length):
    read = stream.read(length)
    if len(read) != length:
        raise ConnectionError("closed by the server")
    return read


def row(body):
    """DataRow: how many columns; of each its length, -1 for null, and its text."""
    values, at = [], 2
    for _ in range(struct.unpack("!h", body[:2])[0]):
        length = struct.unpack("!i", body[at:at + 4])[0]
        at += 4
        values.append(None if length < 0 else body[at:at + length].decode())
        at += max(0, length)
    return values


def fields(body):
    """ErrorResponse: a letter and a text each; an empty one ends it."""
    return {part[:1].decode(): part[1:].decode() for part in body.split(b"\0") if part}
