"""Tests of what is told to QEMU's monitor to fail paths, and of how their states are read."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from paths import Paths  # noqa: E402
from qmp import MonitorError  # noqa: E402
import storage  # noqa: E402


class Qemu:
    """A monitor of a machine with both paths: it keeps the devices, nodes and limits that it is told of."""

    def __init__(self):
        self.devices = {"path-1", "path-2", "path-b"}
        self.nodes = {"data-1", "data-2", "data-b"}
        self.limits = {}
        self.said = []

    def call(self, name, **arguments):
        self.said.append(name)
        return getattr(self, name.replace("-", "_"), lambda **_: None)(**{k.replace("-", "_"): v for k, v in arguments.items()})

    def human(self, command):
        self.said.append(command)

    def await_event(self, name, wanted):
        assert name == "DEVICE_DELETED" and any(wanted({"device": path}) for path in ("path-1", "path-2"))

    def query_block(self):
        return [{"qdev": path, "inserted": {"bps": bps}} for path, bps in self.limits.items()] + [{"qdev": "a drive without a medium"}]

    def block_set_io_throttle(self, id, bps, **_):
        self.limits[id] = bps

    def qom_list(self, path):
        return [{"name": name} for name in self.devices]

    def query_named_block_nodes(self, flat):
        return [{"node-name": name} for name in self.nodes]

    def blockdev_add(self, node_name, **_):
        self.nodes.add(node_name)

    def blockdev_del(self, node_name):
        self.nodes.remove(node_name)

    def device_del(self, id):
        self.devices.remove(id)

    def device_add(self, id, **_):
        self.devices.add(id)


class PathsTest(unittest.TestCase):
    def setUp(self):
        self.qemu = Qemu()
        self.paths = Paths(self.qemu, 0x5000c50077000001)

    def test_a_machine_stands_still_while_its_paths_are_made_to_hang(self):
        self.paths.hang(["path-1", "path-2"])
        self.assertEqual(self.qemu.limits, {"path-1": 1, "path-2": 1})
        self.assertLess(self.qemu.said.index("stop"), self.qemu.said.index("block_set_io_throttle"))
        self.assertEqual(self.qemu.said[-1], "cont")

    def test_a_path_that_hangs_is_not_broken_otherwise(self):
        self.paths.hang(["path-1"])
        for act in (self.paths.hang, self.paths.fail, self.paths.remove):
            with self.assertRaisesRegex(MonitorError, "path-1 hang"):
                act(["path-2"])
        self.paths.unhang(["path-1"])
        self.paths.remove(["path-1"])
        self.assertNotIn("path-1", self.qemu.devices)

    def test_a_path_that_fails_twice_is_healed_once(self):
        self.paths.fail(["path-1"])
        self.paths.fail(["path-1"])
        self.assertIn("data-1-errors", self.qemu.nodes)
        self.paths.unfail(["path-1"])
        self.assertEqual(self.qemu.nodes, {"data-1", "data-2", "data-b"})

    def test_a_disk_that_was_removed_comes_back(self):
        self.paths.remove(["path-1", "path-2"])
        self.assertEqual(self.qemu.devices, {"path-b"})
        self.paths.readd(["path-1", "path-2"])
        self.assertEqual(self.qemu.devices, {"path-1", "path-2", "path-b"})

    def test_undoing_what_was_not_done_changes_nothing(self):
        for undo in (self.paths.unfail, self.paths.readd):
            undo(["path-1", "path-2"])
        self.assertFalse({"device_add", "blockdev-del", "qom-set"} & set(self.qemu.said))


class StatesTest(unittest.TestCase):
    def test_states_are_read_from_the_status_of_a_multipath_map(self):
        self.assertEqual(storage.paths("0 2097152 multipath 2 0 0 0 1 1 A 0 2 2 8:0 F 3 1 8:16 A 0 1 \n"), "AF")

    def test_a_map_without_paths_has_no_states(self):
        self.assertEqual(storage.paths("0 2097152 multipath 2 0 0 0 0 0 \n"), "")


if __name__ == "__main__":
    unittest.main()
