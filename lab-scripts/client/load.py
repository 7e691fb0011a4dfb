"""load.py APP --events FILE [options]: keeps one TCP connection (or several) to an application and sends numbered
requests at a steady rate, until SIGTERM. What it saw goes to FILE (see events.py).

The latency of a request counts from the time at which it was due, so that a stall is not hidden by the requests that
it kept from being sent; those are sent as soon as the stall ends.
"""

import argparse
import os
import signal
import socket
import threading
import time

import events
import nginx_app
import postgresql_app
import redis_app

APPS = {"redis": redis_app, "nginx": nginx_app, "postgresql": postgresql_app}
DRAIN_SECONDS = 15  # how long a request may still be answered after SIGTERM


class Connection(threading.Thread):
    """One kept connection. After a failure it connects again and goes on: a report is always complete."""

    def __init__(self, options, client, number, recorder, stop):
        super().__init__(daemon=True)
        self._options = options
        self._app = APPS[options.app]
        self._session = self._app.Session(client, number, options.data)
        self._number = number
        self._recorder = recorder
        self._ended = stop
        self._stream = None

    def run(self):
        due = time.monotonic()
        count = 0
        while not self._ended.wait(max(0, due - time.monotonic())):
            if self._stream is None and not self._connect_again():
                continue
            count += 1
            self._request(count, due)
            due += 1 / self._options.rate

    def open(self):
        link = socket.create_connection((self._options.address, self._app.PORT), timeout=self._options.timeout)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = link.makefile("rwb")
        link.close()  # the stream holds it
        self._app.greet(self._stream)
        self._recorder.record("connect", c=self._number)

    def preload(self):
        self._app.preload(self._stream, self._options.data)

    def _connect_again(self):
        try:
            self.open()
            lost, duplicated = self._session.recount(self._stream)
            self._recorder.record("recount", c=self._number, lost=lost, duplicated=duplicated)
            return True
        except (OSError, ValueError) as failure:
            self._disconnect(failure)
            self._ended.wait(0.2)  # nothing announces that a server listens again
            return False

    def _request(self, count, due):
        try:
            lost, duplicated, wrong = self._session.request(self._stream, count)
            self._recorder.record(
                "answer", c=self._number, n=count, ms=round((time.monotonic() - due) * 1000, 2),
                lost=lost, duplicated=duplicated, wrong=wrong)
        except (OSError, ValueError) as failure:
            self._recorder.record("error", c=self._number, n=count, reason=describe(failure))
            self._disconnect(failure)

    def _disconnect(self, failure):
        self._recorder.record("disconnect", c=self._number, reason=describe(failure))
        stream, self._stream = self._stream, None
        if stream is not None:
            try:
                stream.close()
            except OSError:
                pass  # what was buffered could not be sent: the failure is recorded already


def describe(failure):
    return "%s: %s" % (type(failure).__name__, failure)


def size(text):
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    return int(text[:-1]) * units[text[-1]] if text[-1:] in units else int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("app", choices=sorted(APPS))
    parser.add_argument("--events", required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--rate", type=float, default=50, help="requests per second and connection")
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--data", type=size, default=0, help="bytes to store first, like 64M (redis)")
    parser.add_argument("--timeout", type=float, default=120, help="seconds after which an answer counts as missing")
    options = parser.parse_args()

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    client = "%x%x" % (int(time.time()), os.getpid())
    recorder = events.Recorder(options.events)
    connections = [Connection(options, client, number, recorder, stop) for number in range(options.connections)]
    for connection in connections:
        connection.open()
    if options.data:
        connections[0].preload()
    recorder.record("start", app=options.app, client=client, connections=options.connections)
    for connection in connections:
        connection.start()
    stop.wait()
    deadline = time.monotonic() + DRAIN_SECONDS
    for connection in connections:
        connection.join(max(0, deadline - time.monotonic()))
    recorder.record("stop")
    os._exit(0)  # a request that has no answer yet must not keep the client


main()
