"""Tests of postgresql_app against a server that says what a script tells it to."""

import io
import os
import struct
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import postgresql_app  # noqa: E402

READY = b"Z" + struct.pack("!i", 5) + b"I"
DONE = b"C" + struct.pack("!i", 15) + b"INSERT 0 1\0"


class Server:
    """A stream on which these bytes arrive; what is written is kept."""

    def __init__(self, *arriving):
        self._arriving = io.BytesIO(b"".join(arriving))
        self.written = b""

    def read(self, length):
        return self._arriving.read(length)

    def write(self, data):
        self.written += data

    def flush(self):
        pass


def message(kind, body):
    return kind + struct.pack("!i", 4 + len(body)) + body


def row(*values):
    columns = b"".join(struct.pack("!i", len(value)) + value.encode() for value in values)
    return message(b"D", struct.pack("!h", len(values)) + columns)


def error(severity, text):
    return message(b"E", b"S%s\0V%s\0C57P03\0M%s\0\0" % (severity, severity, text))


class PostgresqlAppTest(unittest.TestCase):
    def setUp(self):
        self.session = postgresql_app.Session("c1", 0, 0)

    def acknowledge(self, *numbers):
        for number in numbers:
            self.assertEqual(self.session.request(Server(DONE, READY), number), (0, 0, None))

    def test_a_greeting_names_version_user_and_database(self):
        server = Server(message(b"R", struct.pack("!i", 0)), message(b"S", b"TimeZone\0UTC\0"), READY)
        postgresql_app.greet(server)
        self.assertEqual(server.written[:8], struct.pack("!ii", len(server.written), 196608))
        self.assertIn(b"user\0postgres\0database\0postgres\0\0", server.written)

    def test_a_server_that_wants_a_password_is_refused(self):
        with self.assertRaisesRegex(ValueError, "password"):
            postgresql_app.greet(Server(message(b"R", struct.pack("!i", 10) + b"SCRAM-SHA-256\0\0")))

    def test_a_server_that_is_starting_up_ends_the_connection_in_its_words(self):
        with self.assertRaisesRegex(ConnectionError, "starting up"):
            postgresql_app.greet(Server(error(b"FATAL", b"the database system is starting up")))

    def test_an_error_of_a_statement_is_told_when_the_server_is_ready_again(self):
        with self.assertRaisesRegex(ValueError, "disk full"):
            self.session.request(Server(error(b"ERROR", b"disk full"), READY), 1)

    def test_an_answer_that_breaks_off_is_a_closed_connection(self):
        with self.assertRaises(ConnectionError):
            self.session.request(Server(DONE[:7]), 1)

    def test_all_that_was_acknowledged_is_there(self):
        self.acknowledge(1, 2)
        self.assertEqual(self.session.recount(Server(row("2", "0"), READY)), (0, 0))

    def test_acknowledged_rows_that_are_missing_are_lost_and_told_once(self):
        self.acknowledge(1, 2, 3)
        self.assertEqual(self.session.recount(Server(row("1", "0"), READY)), (2, 0))
        self.assertEqual(self.session.recount(Server(row("1", "0"), READY)), (0, 0))

    def test_a_row_twice_is_duplicated(self):
        self.acknowledge(1)
        self.assertEqual(
            self.session.request(Server(row("1", "1"), READY), 50), (0, 1, "0 lost, 1 duplicated"))

    def test_an_unanswered_request_is_left_out_of_the_count(self):
        self.acknowledge(1)
        with self.assertRaises(ConnectionError):
            self.session.request(Server(), 2)
        server = Server(row("1", "0"), READY)
        self.assertEqual(self.session.recount(server), (0, 0))
        self.assertIn(b"'{2}'", server.written)


if __name__ == "__main__":
    unittest.main()
