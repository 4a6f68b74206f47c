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
#include <time.h>

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

/* When the validity of a certificate that was refused begins, if that is to come, or else ends: seconds since 1970;
   0 when that cannot be read. */
static inline int64_t crabbitmq_certificate_limit(X509_STORE_CTX *store) {
  X509 *certificate = X509_STORE_CTX_get_current_cert(store);
  struct tm time;
  if (!certificate) return 0;
  int is_early = X509_STORE_CTX_get_error(store) == X509_V_ERR_CERT_NOT_YET_VALID;
  ASN1_TIME const *limit =
      is_early ? X509_get0_notBefore(certificate) : X509_get0_notAfter(certificate);
  return ASN1_TIME_to_tm(limit, &time) ? (int64_t)timegm(&time) : 0;
}

/* The library says of a certificate only that it was refused. Its context keeps what OpenSSL found first, the error in
   the lowest 16 bits and the time above; of a chain that is fine, the time at which the first of its certificates
   expires. The verdict stays OpenSSL's. Nothing else uses the context's application data. */
static inline int crabbitmq_note_certificate(int is_fine, X509_STORE_CTX *store) {
  SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
  if (!ssl) return is_fine;
  SSL_CTX *context = SSL_get_SSL_CTX(ssl);
  int64_t limit = crabbitmq_certificate_limit(store);
  int64_t before = (int64_t)(intptr_t)SSL_CTX_get_ex_data(context, 0);
  if (is_fine) {
    /* An error that was found before stays; of two ends the earlier counts. */
    if (!limit || (before & 0xFFFF) || (before && before >> 16 <= limit)) return is_fine;
    (void)SSL_CTX_set_ex_data(context, 0, (void *)(intptr_t)(limit * 0x10000));
  } else {
    (void)SSL_CTX_set_ex_data(
        context, 0, (void *)(intptr_t)(limit * 0x10000 | X509_STORE_CTX_get_error(store)));
  }
  return is_fine;
}

/* To be called before the socket connects. The mode is the library's own: it looks at the result afterwards. */
static inline void crabbitmq_keep_certificate(amqp_socket_t *socket) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  if (context) {
    SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), crabbitmq_note_certificate);
  }
}

/* X509_V_ERR_... after a failed connect; X509_V_OK when the broker showed no certificate. */
static inline int crabbitmq_certificate_error(amqp_socket_t *socket) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  return context ? (int)((intptr_t)SSL_CTX_get_ex_data(context, 0) & 0xFFFF)
                 : X509_V_ERR_UNSPECIFIED;
}

/* The time that crabbitmq_certificate_limit found for that certificate; after a connect that succeeded, when the first
   certificate of the broker's chain expires. 0 where nothing is known. */
static inline int64_t crabbitmq_certificate_time(amqp_socket_t *socket) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  return context ? (int64_t)(intptr_t)SSL_CTX_get_ex_data(context, 0) >> 16 : 0;
}
