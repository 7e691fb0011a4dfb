/*
 * osswap-app: what a moved application needs and no program of a foreign root can give it. Static, so that it runs in any
 * root, whatever C library that root shows.
 *
 *   holder PIDFILE         become the first process of a new pid and mount namespace, and keep both alive
 *   root ROOT CAPSULE WORK LIST
 *                          make ROOT (an overlay of CAPSULE over /) the root of the mount namespace this runs in
 *   small-pages COMMAND... run COMMAND without transparent huge pages. CRIU restores what was resident; the first page of a
 *                          huge one would bring with it all that the application has given back around it, for good.
 *                          CRIU gives the application its own setting when its memory is there
 *   announce DEVICE IPV4   tell the neighbours that IPV4 now lives here
 *   decide                 CRIU's action script: wait for the controller's decision (when called by that name)
 *   pause                  CRIU's action script for a checkpoint (when called by that name)
 *   settle FOLDER          wait until it is settled what becomes of the source, 0: it goes, 1: it stays; when nothing was
 *                          decided, it stays from now on
 *   thaw FOLDER            let the source go on: its sockets leave repair mode, its processes continue
 *   claim MEMORY ADDRESS, withdraw MEMORY ADDRESS, run MEMORY ADDRESS APP PID..., ran MEMORY ADDRESS APP
 *                          the gate between commit and its withdrawal: gate.c; 3: refused, or not
 *   beat MEMORY ADDRESS MILLISECONDS PULSE
 *                          the heart of an OS with an armed successor: beat.c; 3: there is no grant page at ADDRESS
 */
#define _GNU_SOURCE
#include "osswap-app.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

void die(const char *what, const char *object) {
  fprintf(stderr, "osswap-app: %s: %s: %s\n", what, object, strerror(errno));
  exit(1);
}

const char *path(const char *format, ...) {
  static char ring[4][PATH_MAX];
  static int next;
  char *buffer = ring[next++ % 4];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(buffer, PATH_MAX, format, arguments);
  va_end(arguments);
  if (length >= PATH_MAX) {
    errno = ENAMETOOLONG;
    die("path", format);
  }
  return buffer;
}

/* ---- holder ---------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t told_to_end;
static volatile sig_atomic_t released; /* the application was committed: end when its last process does */

static void on_signal(int number) {
  if (number == SIGTERM) told_to_end = 1;
  if (number == SIGUSR1) released = 1;
}

static void hold(void) {
  sigset_t waited, none;
  sigemptyset(&none);
  sigemptyset(&waited);
  sigaddset(&waited, SIGTERM);
  sigaddset(&waited, SIGUSR1);
  sigaddset(&waited, SIGCHLD);
  sigprocmask(SIG_BLOCK, &waited, NULL);
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGCHLD, &action, NULL);
  int status = 0;
  for (;;) {
    int one;
    pid_t child;
    while ((child = waitpid(-1, &one, WNOHANG)) > 0) status = WIFEXITED(one) ? WEXITSTATUS(one) : 128 + WTERMSIG(one);
    int childless = child < 0 && errno == ECHILD;
    if (childless && released) exit(status);
    if (childless && told_to_end) exit(0);
    sigsuspend(&none);
  }
}

static int holder(const char *pid_file) {
  /* slave: what the host mounts later is seen here too, but nothing goes back */
  if (unshare(CLONE_NEWNS | CLONE_NEWPID)) die("unshare", "mount and pid namespace");
  if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL)) die("make slave", "/");
  int ready[2];
  if (pipe2(ready, O_CLOEXEC)) die("pipe", "holder");
  pid_t child = fork();
  if (child < 0) die("fork", "holder");
  if (child == 0) {
    char byte;
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1) _exit(1); /* the parent failed */
    close(ready[0]);
    setsid();
    hold();
  }
  char text[32];
  int length = snprintf(text, sizeof text, "%d\n", child);
  int file = open(path("%s.new", pid_file), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0 || write(file, text, length) != length || close(file)) die("write", pid_file);
  if (rename(path("%s.new", pid_file), pid_file)) die("rename", pid_file);
  if (write(ready[1], "x", 1) != 1) die("start", "holder");
  return 0;
}

/* ---- root ------------------------------------------------------------------------------------------------------ */

static void make_folders(char *folder) {
  for (char *slash = folder + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
    *slash = 0;
    if (mkdir(folder, 0755) && errno != EEXIST) die("mkdir", folder);
  }
  if (mkdir(folder, 0755) && errno != EEXIST) die("mkdir", folder);
}

static void bind_folder(const char *from, const char *to, unsigned long flags) {
  char *copy = strdup(to);
  make_folders(copy);
  free(copy);
  if (mount(from, to, NULL, MS_BIND | flags, NULL)) die("bind mount", to);
}

/*
 * LIST has a line each: "opaque FOLDER" (the application's folder replaces the successor's instead of being merged with
 * it) or "bind FOLDER" (the successor's FOLDER, with what is and will be mounted below it).
 */
static void each_line(const char *list, const char *verb, void (*act)(const char *folder, const char *root),
                      const char *root) {
  FILE *file = fopen(list, "re");
  if (!file) die("open", list);
  char line[PATH_MAX + 16];
  size_t length = strlen(verb);
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    if (!strncmp(line, verb, length) && line[length] == ' ') act(line + length + 1, root);
  }
  fclose(file);
}

static void make_opaque(const char *folder, const char *capsule) {
  const char *target = path("%s%s", capsule, folder);
  /* a folder that only one layer has needs no mark */
  if (setxattr(target, "trusted.overlay.opaque", "y", 1, 0) && errno != ENOENT) die("mark opaque", target);
}

static void bind_same(const char *folder, const char *root) {
  struct stat there;
  if (stat(folder, &there) == 0) bind_folder(folder, path("%s%s", root, folder), MS_REC);
}

static int root(const char *root, const char *capsule, const char *work, const char *list) {
  each_line(list, "opaque", make_opaque, capsule);
  char options[3 * PATH_MAX];
  snprintf(options, sizeof options, "lowerdir=/,upperdir=%s,workdir=%s", capsule, work);
  if (mount("osswap", root, "overlay", 0, options)) die("mount overlay", options);
  if (mount("proc", path("%s/proc", root), "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)) die("mount", "proc");
  bind_folder("/sys", path("%s/sys", root), MS_REC);
  bind_folder("/dev", path("%s/dev", root), MS_REC);
  /* folders that CRIU and programs expect on a tmpfs: those of the capsule, not of the overlay */
  const char *memory[] = {"run", "dev/shm"};
  for (unsigned i = 0; i < 2; i++) {
    char *own = strdup(path("%s/%s", capsule, memory[i]));
    make_folders(own);
    bind_folder(own, path("%s/%s", root, memory[i]), 0);
    free(own);
  }
  each_line(list, "bind", bind_same, root);
  /* pivot_root(2) refuses when the present root is the initramfs; a mount moved onto / hides it as well */
  if (chdir(root)) die("chdir", root);
  if (mount(root, "/", NULL, MS_MOVE, NULL)) die("move onto /", root);
  return 0;
}

/* ---- announce -------------------------------------------------------------------------------------------------- */

/* RFC 5227 section 2.3: an ARP request whose sender and target protocol address are both the announced one. */
static int announce(const char *device, const char *address) {
  struct in_addr ip;
  if (inet_pton(AF_INET, address, &ip) != 1) {
    errno = EINVAL;
    die("announce", address);
  }
  int sock = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_ARP));
  if (sock < 0) die("socket", "packet");
  struct ifreq request = {0};
  snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
  if (ioctl(sock, SIOCGIFHWADDR, &request)) die("hardware address", device);
  struct {
    struct arphdr header;
    unsigned char sender[ETH_ALEN], sender_ip[4], target[ETH_ALEN], target_ip[4];
  } __attribute__((packed)) arp = {
      .header = {htons(ARPHRD_ETHER), htons(ETH_P_IP), ETH_ALEN, 4, htons(ARPOP_REQUEST)},
  };
  memcpy(arp.sender, request.ifr_hwaddr.sa_data, ETH_ALEN);
  memcpy(arp.sender_ip, &ip, 4);
  memcpy(arp.target_ip, &ip, 4);
  struct sockaddr_ll to = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ARP), .sll_halen = ETH_ALEN,
      .sll_ifindex = (int)if_nametoindex(device), .sll_addr = {255, 255, 255, 255, 255, 255},
  };
  if (sendto(sock, &arp, sizeof arp, 0, (struct sockaddr *)&to, sizeof to) != sizeof arp) die("announce", device);
  /* some stacks only heed replies */
  arp.header.ar_op = htons(ARPOP_REPLY);
  memset(arp.target, 255, ETH_ALEN);
  if (sendto(sock, &arp, sizeof arp, 0, (struct sockaddr *)&to, sizeof to) != sizeof arp) die("announce", device);
  return 0;
}

/* ---- decide ---------------------------------------------------------------------------------------------------- */

/* What the decision record says: 'c'ommit, 'a'bort, or 0: nothing yet. */
static int decided(int record) {
  char first = 0;
  int file = openat(record, "decision", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  if (read(file, &first, 1) != 1) first = 0;
  close(file);
  return first;
}

/* Tries to be the first who decides. The text was written beforehand, unless the application is moved by hand. */
static void try_abort(int record) {
  if (!linkat(record, "abort", record, "decision", 0) || errno != ENOENT) return;
  char mine[32];
  snprintf(mine, sizeof mine, "abort.%d", getpid());
  int file = openat(record, mine, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  int written = write(file, "abort\n", 6) == 6 && !fsync(file);
  close(file);
  if (written) linkat(record, mine, record, "decision", 0);
  unlinkat(record, mine, 0);
}

/* Waits for a change in the record's folder, or a second: whoever is waited for may need a person to be started. */
static void await_change(int watch) {
  struct pollfd wait = {.fd = watch, .events = POLLIN};
  char events[4096];
  if (poll(&wait, 1, 1000) > 0 && read(watch, events, sizeof events) < 0) poll(NULL, 0, 100);
}

/*
 * What becomes of the source of APP: true when it goes, since its copy has run.
 *
 * The decision is one file, record/decision, that is created by link(2): the first writer wins, whoever it is. Whoever asks
 * for the outcome first tries to write "abort"; and nobody goes on without an outcome, since it might still become the
 * other one: on a disk that takes no link, this waits until it does. A commit ends nothing yet: the source is kept, frozen,
 * until record/gone.APP says that the copy has run, or record/revoked that it never will.
 */
static int settled_as_gone(int record, const char *app) {
  int watch = inotify_init1(IN_CLOEXEC);
  if (watch >= 0) inotify_add_watch(watch, path("/proc/self/fd/%d", record), IN_CREATE | IN_MOVED_TO);
  int outcome;
  while (!(outcome = decided(record))) {
    try_abort(record);
    if (!decided(record)) poll(NULL, 0, 100);
  }
  fsync(record);
  int gone = 0, revoked = outcome != 'c';
  while (!revoked && !gone) {
    revoked = !faccessat(record, "revoked", F_OK, 0); /* looked for first, since it is written last */
    gone = !faccessat(record, path("gone.%s", app), F_OK, 0);
    if (!revoked && !gone) await_change(watch);
  }
  if (watch >= 0) close(watch);
  return gone;
}

static int open_record(const char *folder) {
  return open(path("%s/record", folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int settle(const char *folder) {
  int record = open_record(folder);
  if (record < 0) return 1; /* a rollback has taken it away, which it does only when the source stays */
  return settled_as_gone(record, basename(strdup(folder))) ? 0 : 1;
}

/* Says that the application is frozen and waits until the controller has decided, or is dead. */
static void ask(const char *folder) {
  int say = open(path("%s/frozen", folder), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (say < 0) return; /* nobody listens */
  int answer = open(path("%s/answer", folder), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (answer < 0) return;
  if (write(say, "frozen\n", 7) != 7) return;
  close(say);
  for (;;) {
    char byte;
    ssize_t got = read(answer, &byte, 1);
    if (got >= 0 || (errno != EAGAIN && errno != EINTR)) return; /* 0: the controller is dead */
    struct pollfd wait = {.fd = answer, .events = POLLIN};
    poll(&wait, 1, -1);
  }
}

/* The application's first process, as the namespace shows it that this runs in. */
static pid_t root_pid(const char *folder) {
  int pid = 0;
  FILE *file = fopen(path("%s/root-pid", folder), "re");
  if (!file || fscanf(file, "%d", &pid) != 1 || pid <= 0) die("read", path("%s/root-pid", folder));
  fclose(file);
  return pid;
}

static int decide(char *self) {
  const char *action = getenv("CRTOOLS_SCRIPT_ACTION");
  if (!action || strcmp(action, "post-dump")) return 0;
  signal(SIGPIPE, SIG_IGN);
  const char *folder = dirname(strdup(self));
  pid_t root = root_pid(folder);
  int record = open_record(folder);
  if (record < 0) die("open", path("%s/record", folder));
  stop_tree(root);
  ask(folder);
  if (settled_as_gone(record, basename(strdup(folder)))) return 0;
  continue_tree(root); /* CRIU still holds it */
  return 1;
}

/* The same for a checkpoint: the application stands still until it is answered, or nobody is there who could, and goes on. */
static int pause_for_copies(char *self) {
  const char *action = getenv("CRTOOLS_SCRIPT_ACTION");
  if (!action || strcmp(action, "post-dump")) return 0;
  signal(SIGPIPE, SIG_IGN);
  ask(dirname(strdup(self)));
  return 0;
}

static int small_pages(char **command) {
  if (prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)) die("do without huge pages", command[0]);
  execvp(command[0], command);
  die("run", command[0]);
  return 1;
}

int main(int count, char **arguments) {
  const char *name = basename(strdup(arguments[0]));
  if (!strcmp(name, "pause")) return pause_for_copies(arguments[0]);
  if (!strcmp(name, "decide")) return decide(arguments[0]);
  const char *verb = count > 1 ? arguments[1] : "";
  if (!strcmp(verb, "holder") && count == 3) return holder(arguments[2]);
  if (!strcmp(verb, "root") && count == 6) return root(arguments[2], arguments[3], arguments[4], arguments[5]);
  if (!strcmp(verb, "small-pages") && count > 2) return small_pages(arguments + 2);
  if (!strcmp(verb, "settle") && count == 3) return settle(arguments[2]);
  if (!strcmp(verb, "thaw") && count == 3) return thaw(arguments[2]);
  if (!strcmp(verb, "claim") && count == 4) return claim(arguments[2], arguments[3]);
  if (!strcmp(verb, "withdraw") && count == 4) return withdraw(arguments[2], arguments[3]);
  if (!strcmp(verb, "run") && count > 4) {
    return run(arguments[2], arguments[3], arguments[4], count - 5, arguments + 5);
  }
  if (!strcmp(verb, "ran") && count == 5) return ran(arguments[2], arguments[3], arguments[4]);
  if (!strcmp(verb, "announce") && count == 4) return announce(arguments[2], arguments[3]);
  if (!strcmp(verb, "beat") && count == 6) return beat(arguments[2], arguments[3], arguments[4], arguments[5]);
  fprintf(stderr,
          "usage: osswap-app holder PIDFILE | root ROOT CAPSULE WORK LIST | small-pages COMMAND... | announce DEVICE IPV4 | settle FOLDER | thaw FOLDER\n"
          "       osswap-app claim | withdraw MEMORY ADDRESS; run MEMORY ADDRESS APP PID...; ran MEMORY ADDRESS APP\n"
          "       osswap-app beat MEMORY ADDRESS MILLISECONDS PULSE\n");
  return 2;
}
