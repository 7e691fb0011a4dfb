"""What counts as grown, and what as left behind. Run by `lab-scripts/test --unit`."""

import unittest

import figures

PROBE = """== meminfo
MemTotal:        6000 kB
MemFree:         3000 kB
MemAvailable:    3500 kB
Buffers:            0 kB
Cached:          1500 kB
SReclaimable:     100 kB
Shmem:           1400 kB
Slab:             300 kB
== zones
Node 0, zone   Normal
  pagesets
    cpu: 0
              count:    10
              high:     70
    cpu: 1
              count:    15
              high:     70
== iomem
00020000-0004ffff : System RAM
  00021000-00021fff : a part of it
00100000-001fffff : Reserved
100000000-1000fffff : System RAM
== open files
448\t0\t9223372036854775807
== probe
549
== processes
      1       0 Ss   13872 systemd         /init
      2       0 S        0 kthreadd        [kthreadd]
     30       2 I        0 kworker/0:1     [kworker/0:1-events]
    201       1 Ssl  1000 java            /opt/osswap/runtime/bin/java -cp /opt/osswap/lib/x.jar org.osswap.cli.Main agent
    348       1 Ss     248 osswap-app      /run/osswap/apps/nginx/osswap-app holder /run/osswap/apps/nginx/holder.pid
    439     348 Ss    1000 nginx           nginx: master process /usr/sbin/nginx
    549     286 Ss    3016 bash            bash -c the probe itself, osswap
== descriptors
201 40
439 12
== application memory
90000 9000
900 0
== mounts
a
b
== application mounts
20
== application data
500 var/log/nginx
== osswap applications
nginx
== osswap files
700 /opt/osswap
600 /run/osswap/apps/nginx
== namespaces
n
== cgroups
31
== nft tables
== addresses
1: lo
== units
osswap-agent.service loaded active running osswap agent
ssh.service loaded active running ssh
== failed units
== command line
console=ttyS1
== taint
0
"""
EXTRA = {
    "stopped process 440 nginx: worker": "    440     439 T     1000 nginx           nginx: worker\n",
    "stray process 460 /opt/osswap/criu/criu restore":
        "    460       1 S     1000 criu            /opt/osswap/criu/criu restore\n",
    "stray process 470 sh /run/osswap/migrate/redis/freeze.sh":
        "    470       1 S     1000 sh              sh /run/osswap/migrate/redis/freeze.sh\n",
}


def read(text):
    return figures.read(figures.sections(text))


class FiguresTest(unittest.TestCase):
    def test_sizes_are_told_without_what_the_applications_wrote(self):
        found, remains = read(PROBE)
        self.assertEqual(found["used"], (6000 - 3000 - 1500 - 100 + 1400 - 500 - 25 * 4) * 1024)
        self.assertEqual(found["available"], (3500 + 500 + 25 * 4) * 1024)
        self.assertEqual(found["osswap_files"], (700 + 600 - 500) * 1024)
        self.assertEqual(found["system_ram"], 0x30000 + 0x100000)
        self.assertEqual((found["agents"], found["agent_descriptors"], found["processes"]), (1, 40, 4))
        self.assertEqual((found["apps_anonymous"], found["apps_mapped"]), (90900 * 1024, 9000 * 1024))
        self.assertEqual(remains, [])

    def test_what_a_swap_must_not_leave_is_named(self):
        for named, line in EXTRA.items():
            _, remains = read(PROBE.replace("== descriptors", line + "== descriptors"))
            self.assertEqual(remains, [named])
        _, remains = read(PROBE.replace("== nft tables", "== nft tables\ntable arp osswap_redis"))
        self.assertEqual(remains, ["table of the packet filter: table arp osswap_redis"])
        _, remains = read(PROBE.replace("== failed units", "== failed units\nx.service"))
        self.assertEqual(remains, ["failed unit x.service"])

    def test_a_figure_is_compared_with_all_earlier_swaps_that_are_alike(self):
        swaps = [dict.fromkeys((f.name for f in figures.FIGURES), 10 * figures.MIB) for _ in range(7)]
        self.assertEqual(figures.growth(swaps), [])
        swaps[1]["mounts"] += 1  # another release: nothing is compared with it but swap 5
        self.assertEqual(figures.growth(swaps), [])
        swaps[6]["mounts"] += 1
        self.assertEqual(len(figures.growth(swaps)), 2)
        self.assertIn("mounts: 10485760 after swap 1, 10485761 after swap 7", figures.growth(swaps)[0])

    def test_what_creeps_within_the_slack_from_one_time_to_the_next_is_seen_over_more(self):
        swaps = [dict.fromkeys((f.name for f in figures.FIGURES), 0) for _ in range(7)]
        for number, swap in enumerate(swaps):
            swap["used"] = number * 5 * figures.MIB
        self.assertEqual(figures.growth(swaps), ["used: 0 KiB after swap 1, 30720 KiB after swap 7"])

    def test_less_memory_than_before_is_growth_too_but_not_on_another_part_of_the_machine(self):
        swaps = [dict.fromkeys((f.name for f in figures.FIGURES), 0) for _ in range(4)]
        for swap, ram in zip(swaps, (5888, 6143, 5888, 6143)):
            swap["system_ram"] = ram * figures.MIB
        self.assertEqual(figures.growth(swaps), [])
        swaps[2]["system_ram"] -= 4096
        self.assertEqual(figures.growth(swaps), ["system_ram: 6029312 KiB after swap 1, 6029308 KiB after swap 3"])

    def test_what_is_free_is_compared_where_release_and_part_of_the_machine_are_alike(self):
        swaps = [dict.fromkeys((f.name for f in figures.FIGURES), 0) for _ in range(7)]
        for number, swap in enumerate(swaps):
            swap["available"] = (5000 - number % 2 * 160) * figures.MIB
        self.assertEqual(figures.growth(swaps), [])
        swaps[6]["available"] -= 25 * figures.MIB
        self.assertEqual(figures.growth(swaps), ["available: 5120000 KiB after swap 1, 5094400 KiB after swap 7"])

    def test_a_figure_that_is_missing_is_no_figure_that_held(self):
        swaps = [dict.fromkeys((f.name for f in figures.FIGURES), 0) for _ in range(4)]
        del swaps[3]["payload"]
        self.assertEqual(figures.growth(swaps), ["payload: not known after swap 1 or 4"])


if __name__ == "__main__":
    unittest.main()
