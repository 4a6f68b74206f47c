#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <linux/sockios.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/time.h>

/* Swift imports no variadic functions; the fixed forms used by the AMQP module stand here. */

/* Signs in with SASL PLAIN: user and password are the two variadic arguments of that mechanism. */
static inline amqp_rpc_reply_t crabbitmq_login_plain(
    amqp_connection_state_t state, char const *vhost, int channel_max, int frame_max,
    int heartbeat, const amqp_table_t *properties, char const *user, char const *password) {
  return amqp_login_with_properties(
      state, vhost, channel_max, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user,
      password);
}

/* Names the calling thread, so that a debugger or `top -H` shows which connection it serves. */
static inline void crabbitmq_name_thread(char const *name) {
  (void)prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
}
