/*
 * A module of ipmi_sim (OpenIPMI). The simulator refuses "pulse diagnostic interrupt" (IPMI 2.0, 28.3 Chassis Control, 4h); this
 * has a command carry it out, which the module's options name. The other chassis controls stay the simulator's own.
 */
#include <stdio.h>
#include <stdlib.h>

#include <OpenIPMI/ipmi_err.h>
#include <OpenIPMI/ipmi_msgbits.h>
#include <OpenIPMI/serv.h>
#include <OpenIPMI/mcserv.h>

enum { CHASSIS_CONTROL_DIAGNOSTIC_INTERRUPT = 4 };

extern cmd_handler_f chassis_netfn_handlers[256]; /* ipmi_sim's own */

static cmd_handler_f others;
static char command[4096];

static void chassis_control(lmc_data_t *mc, msg_t *message, unsigned char *response, unsigned int *length, void *data) {
  if (message->len < 1 || (message->data[0] & 0xf) != CHASSIS_CONTROL_DIAGNOSTIC_INTERRUPT) {
    others(mc, message, response, length, data);
    return;
  }
  response[0] = system(command) == 0 ? 0 : IPMI_UNKNOWN_ERR_CC;
  *length = 1;
}

int ipmi_sim_module_init(sys_data_t *system, const char *options) {
  (void)system;
  if (options == NULL || (size_t)snprintf(command, sizeof command, "%s", options) >= sizeof command) return -1;
  others = chassis_netfn_handlers[IPMI_CHASSIS_CONTROL_CMD];
  chassis_netfn_handlers[IPMI_CHASSIS_CONTROL_CMD] = chassis_control;
  return 0;
}

int ipmi_sim_module_print_version(sys_data_t *system, char *options) {
  (void)system;
  (void)options;
  printf("osswap lab: diagnostic interrupt\n");
  return 0;
}
