/* What the parts of osswap-app share. */
#pragma once
#include <sys/types.h>

/* Says what failed at which object, and ends the program with status 1. */
_Noreturn void die(const char *what, const char *object);

/* A path made of parts; it holds until four more have been made. */
const char *path(const char *format, ...);

/* gate.c; each is a verb, and returns the program's status */
int claim(const char *memory, const char *address);
int withdraw(const char *memory, const char *address);
int run(const char *memory, const char *address, const char *app, int count, char **pids);
int ran(const char *memory, const char *address, const char *app);

/* beat.c; returns only when there is no grant page */
int beat(const char *memory, const char *address, const char *millis, const char *pulse_file);

/* hold.c */
void stop_tree(pid_t root);
void continue_tree(pid_t root);
int thaw(const char *folder);
