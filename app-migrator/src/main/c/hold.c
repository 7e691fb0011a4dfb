/*
 * How a frozen application is held beside CRIU: with SIGSTOP, sent while CRIU still traces it. Should CRIU die, the kernel
 * lets go of its tasks, and they stop before their next instruction; until they are killed, or thawed by this.
 */
#define _GNU_SOURCE
#include "osswap-app.h"

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef TCP_REPAIR_OFF_NO_WP
#define TCP_REPAIR_OFF_NO_WP -1 /* linux/tcp.h: without a window probe */
#endif

static void each_process(pid_t pid, void (*act)(pid_t)) {
  act(pid);
  DIR *tasks = opendir(path("/proc/%d/task", pid));
  if (!tasks) return; /* it has ended */
  for (struct dirent *task; (task = readdir(tasks));) {
    if (*task->d_name == '.') continue;
    FILE *children = fopen(path("/proc/%d/task/%s/children", pid, task->d_name), "re");
    for (int child; children && fscanf(children, "%d", &child) == 1;) each_process(child, act);
    if (children) fclose(children);
  }
  closedir(tasks);
}

static void stop(pid_t pid) { kill(pid, SIGSTOP); }

static void go_on(pid_t pid) { kill(pid, SIGCONT); }

void stop_tree(pid_t root) { each_process(root, stop); }

void continue_tree(pid_t root) { each_process(root, go_on); }

/*
 * A CRIU that was killed leaves the sockets in repair mode, where nothing can be read or written. Leaving that mode clears
 * SO_REUSEADDR as well, without which a server could not be started again while a client is connected; what it was before
 * nobody knows any more.
 */
static void end_repair(int sock, pid_t pid) {
  int on = 0, off = TCP_REPAIR_OFF_NO_WP, reuse = 1;
  socklen_t size = sizeof on;
  if (getsockopt(sock, IPPROTO_TCP, TCP_REPAIR, &on, &size) || !on) return; /* no TCP, or as it should be */
  if (setsockopt(sock, IPPROTO_TCP, TCP_REPAIR, &off, sizeof off)) {
    fprintf(stderr, "osswap-app: end repair mode: a socket of pid %d: %s\n", pid, strerror(errno));
  }
  setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
}

static void repair(pid_t pid) {
  int process = (int)syscall(SYS_pidfd_open, pid, 0);
  if (process < 0) return; /* it has ended */
  DIR *files = opendir(path("/proc/%d/fd", pid));
  for (struct dirent *file; files && (file = readdir(files));) {
    char target[16] = "";
    if (readlinkat(dirfd(files), file->d_name, target, sizeof target - 1) < 0) continue;
    if (strncmp(target, "socket:", 7)) continue;
    int sock = (int)syscall(SYS_pidfd_getfd, process, atoi(file->d_name), 0);
    if (sock < 0) {
      fprintf(stderr, "osswap-app: take a socket of pid %d: %s\n", pid, strerror(errno));
      continue;
    }
    end_repair(sock, pid);
    close(sock);
  }
  if (files) closedir(files);
  close(process);
}

/* When a process was started: proc(5), stat, field 22. */
static long long started(pid_t pid) {
  char text[1024] = "";
  FILE *stat = fopen(path("/proc/%d/stat", pid), "re");
  if (!stat) return -1;
  size_t length = fread(text, 1, sizeof text - 1, stat);
  fclose(stat);
  text[length] = 0;
  char *behind_name = strrchr(text, ')');
  long long ticks = -1;
  /* fields 3 to 21 are skipped */
  if (!behind_name
      || sscanf(behind_name + 1, " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lld",
                &ticks) != 1) {
    return -1;
  }
  return ticks;
}

static void each_listed(const char *folder, void (*act)(pid_t)) {
  FILE *pids = fopen(path("%s/pids", folder), "re");
  if (!pids) die("read", path("%s/pids", folder));
  int pid;
  long long since;
  while (fscanf(pids, "%d %lld", &pid, &since) == 2) {
    if (started(pid) == since) each_process(pid, act);
  }
  fclose(pids);
}

/* All connections first: a process that is continued may use another one's. */
int thaw(const char *folder) {
  each_listed(folder, repair);
  each_listed(folder, go_on);
  return 0;
}
