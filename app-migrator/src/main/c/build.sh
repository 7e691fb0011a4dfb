#!/bin/sh
# build.sh FOLDER: compiles osswap-app into FOLDER. Static: it runs inside roots whose C library is another one.
set -eu
from=$(dirname "$0")
mkdir -p "$1"
[ -z "$(find "$from" -newer "$1/osswap-app" 2>&1)" ] && exit 0
gcc -std=gnu11 -Os -static -s -Wall -Wextra -Werror -o "$1/osswap-app" "$from"/*.c
