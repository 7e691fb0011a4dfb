"""When a machine is ready for a drill."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import drill  # noqa: E402


class Checkpoints(unittest.TestCase):
    def test_an_application_without_one_is_waited_for(self):
        status = {"armed": {"checkpoints": [{"app": "redis", "epoch_millis": "0"}, {"app": "db", "epoch_millis": "17"}]}}
        self.assertEqual(["redis"], drill.without_checkpoint(status))

    def test_none_is_waited_for_where_none_is_taken(self):
        self.assertEqual([], drill.without_checkpoint({"armed": {}}))

    def test_nothing_armed_is_not_ready(self):
        self.assertTrue(drill.without_checkpoint({}))

    def test_a_checkpoint_of_before_is_not_a_new_one(self):
        def status(redis, nginx):
            return {"armed": {"checkpoints": [{"app": "redis", "epoch_millis": redis}, {"app": "nginx", "epoch_millis": nginx}]}}

        before = status("7", "8")
        self.assertEqual(["nginx"], drill.without_checkpoint(status("9", "8"), before))
        self.assertEqual([], drill.without_checkpoint(status("9", "10"), before))


if __name__ == "__main__":
    unittest.main()
