/*
 * What the two kernels tell one another in memory about the applications whose move was decided: words of the grant page,
 * which both map. There the incumbent finds what became of a commit when the successor's OS has died in it.
 *
 *   offset  what
 *   0x000   the gate: 0, CLAIMED by the successor or WITHDRAWN by the incumbent; whoever is first changes it, once
 *   0x008   marks, 8 bytes each: the applications whose copy was let run; 0: free
 *
 * Every change is a locked compare-and-exchange, which on x86 no later store or system call overtakes (Intel SDM, volume 3,
 * section 9.2): a copy that has run is marked, whatever instant its CPUs were stopped at.
 */
#define _GNU_SOURCE
#include "osswap-app.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum gate { CLAIMED = 1, WITHDRAWN = 2 };
enum { WORDS = 64, PAGE = 4096, REFUSED = 3 };

static uint64_t *words(const char *memory, const char *address) {
  char *end;
  errno = 0;
  uint64_t start = strtoull(address, &end, 0);
  if (!errno && (*end || start % 8 || start % PAGE > PAGE - WORDS * 8)) errno = EINVAL;
  if (errno) die("gate", address);
  int file = open(memory, O_RDWR | O_CLOEXEC);
  if (file < 0) die("open", memory);
  char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, (off_t)(start - start % PAGE));
  if (page == MAP_FAILED) die("map", memory);
  return (uint64_t *)(page + start % PAGE);
}

/* What a word holds after this has tried to change it from 0. */
static uint64_t settle_word(uint64_t *word, uint64_t wanted) {
  uint64_t found = 0;
  return __atomic_compare_exchange_n(word, &found, wanted, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ? wanted : found;
}

/* FNV-1a of 64 bits (RFC 9923 section 2), never 0. */
static uint64_t mark_of(const char *app) {
  uint64_t hash = 0xcbf29ce484222325;
  for (; *app; app++) hash = (hash ^ (unsigned char)*app) * 0x100000001b3;
  return hash ? hash : 1;
}

int claim(const char *memory, const char *address) {
  return settle_word(words(memory, address), CLAIMED) == CLAIMED ? 0 : REFUSED;
}

int withdraw(const char *memory, const char *address) {
  return settle_word(words(memory, address), WITHDRAWN) == WITHDRAWN ? 0 : REFUSED;
}

int run(const char *memory, const char *address, const char *app, int count, char **pids) {
  uint64_t *gate = words(memory, address);
  for (int i = 0; i < count; i++) {
    int pid = atoi(pids[i]);
    if (pid <= 0) errno = EINVAL;
    if (pid <= 0 || kill(pid, 0)) die("let run", pids[i]);
  }
  if (*gate != CLAIMED) return REFUSED;
  uint64_t mark = mark_of(app);
  int at = 1;
  while (at < WORDS && settle_word(&gate[at], mark) != mark) at++;
  if (at == WORDS) {
    errno = ENOSPC;
    die("mark", app);
  }
  int failed = 0;
  for (int i = 0; i < count; i++) failed |= kill(atoi(pids[i]), SIGCONT);
  return failed ? 1 : 0;
}

int ran(const char *memory, const char *address, const char *app) {
  uint64_t *gate = words(memory, address);
  for (int at = 1; at < WORDS; at++) {
    if (__atomic_load_n(&gate[at], __ATOMIC_SEQ_CST) == mark_of(app)) return 0;
  }
  return REFUSED;
}
