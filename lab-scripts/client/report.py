"""report.py EVENTS [--log ACCESS_LOG] [--since T] [--until T]: what a load client saw, as one JSON object.

    app, client, connections
    requests           sent and settled: answered or failed; while the client runs, not those under way
    answered           with the right content
    errors             failed or wrong
    lost, duplicated   requests that took effect never, or more than once (nginx: by its access log; null without one;
                       postgresql: of the acknowledged ones)
    connection_kept    no connection was ever broken
    reconnects         how often one had to be opened again
    blackout_ms        the longest time without an answer on a connection, blackout_at its begin (seconds since the epoch)
    last_answer_at     seconds since the epoch; null if none was answered
    p50_ms, p99_ms     latency from the time at which a request was due
    failures           the first few, in words

--since and --until (seconds since the epoch) restrict all of it to that time.
"""

import argparse
import json
import math

import events
import nginx_app

SHOWN_FAILURES = 5


def report(seen, log_lines=None, since=0.0, until=math.inf):
    start = next(event for event in seen if event["event"] == "start")
    within = [event for event in seen if since <= event["t"] <= until]
    answers = [event for event in within if event["event"] == "answer"]
    errors = [event for event in within if event["event"] == "error"]
    wrong = [event for event in answers if "wrong" in event]
    broken = [event for event in within if event["event"] == "disconnect"]
    if start["app"] == "nginx":
        lost, duplicated = count_in_log(answers + errors, log_lines, start["client"])
    else:
        lost = sum(event.get("lost", 0) for event in within)
        duplicated = sum(event.get("duplicated", 0) for event in within)
    blackout, begin = longest_gap(within, range(start["connections"]), max(since, start["t"]))
    latencies = sorted(event.get("ms", 0) for event in answers)
    return {
        "app": start["app"],
        "client": start["client"],
        "connections": start["connections"],
        "requests": len(answers) + len(errors),
        "answered": len(answers) - len(wrong),
        "errors": len(errors) + len(wrong),
        "lost": lost,
        "duplicated": duplicated,
        "connection_kept": not broken and bool(answers),
        "reconnects": sum(event["event"] == "recount" for event in within),
        "blackout_ms": round(blackout * 1000),
        "blackout_at": begin,
        "last_answer_at": answers[-1]["t"] if answers else None,
        "p50_ms": percentile(latencies, 0.50),
        "p99_ms": percentile(latencies, 0.99),
        "failures": [event.get("reason") or event.get("wrong") for event in broken + errors + wrong][:SHOWN_FAILURES],
    }


def count_in_log(settled, log_lines, client):
    if log_lines is None:
        return None, None
    served = nginx_app.served(log_lines, client)
    counts = [served[event["c"], event["n"]] for event in settled]
    return sum(count == 0 for count in counts), sum(max(0, count - 1) for count in counts)


def longest_gap(within, connections, begin):
    """(seconds, begin of the gap): between answers of one connection, also before the first and after the last."""
    end = max([begin] + [event["t"] for event in within])
    gaps = [(0.0, begin)]
    for connection in connections:
        times = [event["t"] for event in within if event["event"] == "answer" and event["c"] == connection]
        times = [begin] + [time for time in times if time > begin] + [end]
        gaps += [(after - before, before) for before, after in zip(times, times[1:])]
    return max(gaps)


def percentile(ordered, fraction):
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * fraction) - 1)] if ordered else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events")
    parser.add_argument("--log")
    parser.add_argument("--since", type=float, default=0.0)
    parser.add_argument("--until", type=float, default=math.inf)
    options = parser.parse_args()
    seen = events.read(options.events)
    log_lines = None
    if options.log:
        with open(options.log, errors="replace") as log:
            log_lines = log.readlines()
    print(json.dumps(report(seen, log_lines, options.since, options.until), indent=2))


if __name__ == "__main__":
    main()
