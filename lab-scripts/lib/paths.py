"""paths.py SOCKET WWN ACT [PATH ...]: fails paths to the data disk through QEMU's monitor, and undoes it.

    hang, unhang     reads and writes are not answered; what isn't data (TEST UNIT READY, a flush of nothing) is.
                     Those under way are answered when it is undone
    fail, unfail     every command that moves data, or flushes, ends with an I/O error
    remove, readd    the disk is gone from its target, which says so: sense 5/25/00, LOGICAL UNIT NOT SUPPORTED

Undoing what wasn't done does nothing. A path that hangs can't be failed otherwise: QEMU lets go what waits whenever it changes
something about its disks. storage.sh says how they are made.
"""

import sys

from qmp import Monitor, MonitorError

INCUMBENTS = ("path-1", "path-2")

# A byte a second; and what is read to begin with takes twelve days to be paid for.
LEAST_BYTES_PER_SECOND = 1
PREPAID = "1M"


class Paths:
    def __init__(self, monitor, wwn):
        self._monitor = monitor
        self._wwn = wwn

    def hang(self, paths):
        self._none_hangs()
        # No request of the machine may come before that read: it would be answered, and the monitor would wait.
        self._monitor.call("stop")
        try:
            for path in paths:
                self._throttle(path, LEAST_BYTES_PER_SECOND)
                self._monitor.human('qemu-io -d %s "read 0 %s"' % (path, PREPAID))
        finally:
            self._monitor.call("cont")

    def unhang(self, paths):
        for path in paths:
            if path in self._devices():
                self._throttle(path, 0)

    def fail(self, paths):
        self._none_hangs()
        for path in paths:
            if self._errors(path) not in self._nodes():
                self._monitor.call("blockdev-add", **{
                    "driver": "blkdebug", "node-name": self._errors(path), "image": self._data(path),
                    "inject-error": [{"event": "none", "errno": 5}]})
            self._put(path, self._errors(path))

    def unfail(self, paths):
        for path in paths:
            if self._errors(path) in self._nodes():
                self._put(path, self._data(path))
                self._monitor.call("blockdev-del", **{"node-name": self._errors(path)})

    def remove(self, paths):
        self._none_hangs()
        for path in paths:
            if path in self._devices():
                self._monitor.call("device_del", id=path)
                self._monitor.await_event("DEVICE_DELETED", lambda data, path=path: data.get("device") == path)

    def readd(self, paths):
        for path in paths:
            if path not in self._devices():
                self._monitor.call("device_add", **{
                    "driver": "scsi-hd", "id": path, "bus": path.replace("path", "scsi") + ".0", "scsi-id": 0, "lun": 1,
                    "drive": self._data(path), "wwn": self._wwn, "serial": "osswap-data", "share-rw": True,
                    "rerror": "report", "werror": "report"})

    def _none_hangs(self):
        hanging = [disk["qdev"] for disk in self._monitor.call("query-block")
                   if disk.get("inserted", {}).get("bps") == LEAST_BYTES_PER_SECOND]
        if hanging:
            raise MonitorError("%s hang: heal storage first" % ", ".join(hanging))

    def _throttle(self, path, bytes_per_second):
        self._monitor.call("block_set_io_throttle", id=path, bps=bytes_per_second, bps_rd=0, bps_wr=0, iops=0, iops_rd=0, iops_wr=0)

    def _put(self, path, node):
        self._monitor.call("qom-set", path="/machine/peripheral/" + path, property="drive", value=node)

    def _devices(self):
        return {entry["name"] for entry in self._monitor.call("qom-list", path="/machine/peripheral")}

    def _nodes(self):
        return {node["node-name"] for node in self._monitor.call("query-named-block-nodes", flat=True)}

    @staticmethod
    def _data(path):
        return path.replace("path", "data")

    @classmethod
    def _errors(cls, path):
        return cls._data(path) + "-errors"


def main(socket, wwn, act, *paths):
    unknown = set(paths) - set(INCUMBENTS)
    if unknown:
        sys.exit("%s: unknown path %s (one of %s)" % (act, ", ".join(sorted(unknown)), ", ".join(INCUMBENTS)))
    try:
        with Monitor(socket) as monitor:
            getattr(Paths(monitor, int(wwn, 16)), act)(paths or INCUMBENTS)
    except (MonitorError, OSError) as error:
        sys.exit("%s: %s" % (act, error))


if __name__ == "__main__":
    main(*sys.argv[1:])
