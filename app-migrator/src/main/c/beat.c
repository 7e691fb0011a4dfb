/*
 * The heart of an OS that keeps a successor armed: counts up in the page that both kernels map, for as long as this kernel
 * schedules a real-time process at all. Nothing that needs memory, a disk or a lock stands in its way once it has begun; so its
 * silence means that the kernel hangs, not that some program was slow.
 *
 *   offset  in the grant page (GrantPage.java)
 *   0x000   "OSSWGRNT": what isn't there is no grant page, and nothing is written
 *   0x180   this side's counter
 *   0x1c0   the successor's counter
 *
 * PULSE, a file on a tmpfs, tells who asks how long ago a beat was; both are milliseconds of CLOCK_BOOTTIME, as /proc/uptime
 * is, little endian, 0: none yet.
 *
 *   0       this side's last beat
 *   8       when the successor's counter was last seen to change
 */
#define _GNU_SOURCE
#include "osswap-app.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, OWN = 0x180, SUCCESSOR = 0x1c0, NO_PAGE = 3 };

static void *map(const char *path, int flags, off_t at) {
  int file = open(path, O_RDWR | O_CLOEXEC | flags, 0600);
  if (file < 0) die("open", path);
  if (flags && ftruncate(file, PAGE)) die("make", path);
  void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, at);
  if (page == MAP_FAILED) die("map", path);
  close(file);
  return page;
}

static uint64_t now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void never_delayed(void) {
  struct sched_param first = {.sched_priority = sched_get_priority_max(SCHED_FIFO)};
  if (mlockall(MCL_CURRENT | MCL_FUTURE)) die("lock memory", "of the heart");
  if (sched_setscheduler(0, SCHED_FIFO, &first)) die("schedule in real time", "the heart");
}

int beat(const char *memory, const char *address, const char *millis, const char *pulse_file) {
  char *end, *end_of_millis;
  errno = 0;
  uint64_t at = strtoull(address, &end, 0);
  long interval = strtol(millis, &end_of_millis, 10);
  if (!errno && (*end || at % PAGE || *end_of_millis || interval < 10 || interval > 1000)) errno = EINVAL;
  if (errno) die("beat", address);
  char *page = map(memory, 0, (off_t)at);
  if (memcmp(page, "OSSWGRNT", 8)) return NO_PAGE;
  uint64_t *own = (uint64_t *)(page + OWN), *successor = (uint64_t *)(page + SUCCESSOR);
  uint64_t *pulse = map(pulse_file, O_CREAT, 0);
  never_delayed();
  struct timespec pause = {.tv_sec = interval / 1000, .tv_nsec = interval % 1000 * 1000000};
  uint64_t seen = 0;
  for (;;) {
    __atomic_fetch_add(own, 1, __ATOMIC_SEQ_CST);
    uint64_t now = now_millis(), beats = __atomic_load_n(successor, __ATOMIC_SEQ_CST);
    __atomic_store_n(&pulse[0], now, __ATOMIC_SEQ_CST);
    if (beats != seen) __atomic_store_n(&pulse[1], now, __ATOMIC_SEQ_CST);
    seen = beats;
    nanosleep(&pause, NULL);
  }
}
