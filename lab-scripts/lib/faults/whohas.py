"""whohas.py DEVICE SENDER ADDRESS...: who answers for each address (ARP, RFC 826), as JSON {address: [hardware addresses]}."""

import json
import socket
import struct
import sys
import time

SECONDS = 1.5
ETHERTYPE_ARP = 0x0806
REQUEST, REPLY = 1, 2


def ask(device, sender, addresses):
    found = {address: set() for address in addresses}
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETHERTYPE_ARP)) as link:
        link.bind((device, ETHERTYPE_ARP))
        own = link.getsockname()[4]
        for address in addresses:
            link.send(
                b"\xff" * 6 + own + struct.pack("!HHHBBH", ETHERTYPE_ARP, 1, 0x0800, 6, 4, REQUEST)
                + own + socket.inet_aton(sender) + b"\0" * 6 + socket.inet_aton(address))
        end = time.monotonic() + SECONDS
        while (left := end - time.monotonic()) > 0:
            link.settimeout(left)
            try:
                frame = link.recv(1514)
            except TimeoutError:
                break
            operation, hardware, protocol = struct.unpack("!6xH6s4s", frame[14:32])
            address = socket.inet_ntoa(protocol)
            if operation == REPLY and address in found:
                found[address].add(hardware.hex(":"))
    return {address: sorted(macs) for address, macs in found.items()}


if __name__ == "__main__":
    print(json.dumps(ask(sys.argv[1], sys.argv[2], sys.argv[3:])))
