"""What is made of what a lab machine says."""

import os
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import Machine  # noqa: E402


class Phases(unittest.TestCase):
    def test_one_that_was_only_begun_has_not_been_reached(self):
        said = [
            {"phase": "ATTESTED", "unfinished": False},
            {"phase": "ARMED", "unfinished": True},
            {"phase": "ARMED", "unfinished": False, "armed": {"cpus": "3"}},
        ]
        with mock.patch("time.sleep"), mock.patch.object(Machine, "status", side_effect=said):
            self.assertEqual("3", Machine("m").await_phase("successor", "ARMED", limit=60)["armed"]["cpus"])


if __name__ == "__main__":
    unittest.main()
