#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdint.h>
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

/* The library says of a certificate only that it was refused. Its context keeps what OpenSSL found first; the
   verdict stays OpenSSL's. Nothing else uses the context's application data. */
static inline int crabbitmq_note_certificate_error(int is_fine, X509_STORE_CTX *store) {
  if (!is_fine) {
    SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    if (ssl) {
      (void)SSL_CTX_set_ex_data(
          SSL_get_SSL_CTX(ssl), 0, (void *)(intptr_t)X509_STORE_CTX_get_error(store));
    }
  }
  return is_fine;
}

/* To be called before the socket connects. The mode is the library's own: it looks at the result afterwards. */
static inline void crabbitmq_keep_certificate_error(amqp_socket_t *socket) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  if (context) {
    SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), crabbitmq_note_certificate_error);
  }
}

/* X509_V_ERR_... after a failed connect; X509_V_OK when the broker showed no certificate. */
static inline int crabbitmq_certificate_error(amqp_socket_t *socket) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  return context ? (int)(intptr_t)SSL_CTX_get_ex_data(context, 0) : X509_V_ERR_UNSPECIFIED;
}
