#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

/* MHD_start_daemon is variadic, which Swift cannot call. One thread of its own serves all connections over the listening socket,
   which belongs to the library from then on. NULL where the system has no thread left. */
static inline struct MHD_Daemon *iw_mhd_start(
    int listening_socket, size_t memory_limit, unsigned int connection_limit, unsigned int idle_seconds,
    MHD_AccessHandlerCallback handler, void *context) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handler, context, MHD_OPTION_LISTEN_SOCKET,
      listening_socket, MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory_limit, MHD_OPTION_CONNECTION_LIMIT,
      connection_limit, MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_END);
}

static inline enum MHD_Result iw_mhd_answer(
    struct MHD_Connection *connection, unsigned int status, const void *body, size_t size,
    const char *content_type, const char *allow) {
  struct MHD_Response *response =
      MHD_create_response_from_buffer(size, (void *)body, MHD_RESPMEM_MUST_COPY);
  if (response == NULL) return MHD_NO;
  enum MHD_Result result = MHD_add_response_header(response, "Content-Type", content_type);
  if (result == MHD_YES) result = MHD_add_response_header(response, "Cache-Control", "no-store");
  if (result == MHD_YES) result = MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  if (result == MHD_YES && allow != NULL) result = MHD_add_response_header(response, "Allow", allow);
  if (result == MHD_YES) result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

/* The names of these constants are not imported alike by every release of the compiler. */
static inline enum MHD_Result iw_mhd_result(int is_fine) { return is_fine ? MHD_YES : MHD_NO; }

static inline const char *iw_mhd_header(struct MHD_Connection *connection, const char *name) {
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static inline void iw_mhd_each_argument(
    struct MHD_Connection *connection, MHD_KeyValueIterator iterator, void *context) {
  (void)MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, iterator, context);
}

/* The names of the headers of a request, each with its value. */
static inline void iw_mhd_each_header(
    struct MHD_Connection *connection, MHD_KeyValueIterator iterator, void *context) {
  (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, iterator, context);
}

typedef void *(*iw_mhd_begin)(void *context, const char *target, struct MHD_Connection *connection);

/* The same as iw_mhd_start for a server whose connections may wait for their answers (MHD_suspend_connection), and which is told the
   target of each request as it was sent, and when a request is over. */
static inline struct MHD_Daemon *iw_mhd_start_waiting(
    int listening_socket, size_t memory_limit, unsigned int connection_limit, unsigned int idle_seconds,
    iw_mhd_begin begin, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback end, void *context) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handler, context,
      MHD_OPTION_LISTEN_SOCKET, listening_socket, MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory_limit,
      MHD_OPTION_CONNECTION_LIMIT, connection_limit, MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
      MHD_OPTION_URI_LOG_CALLBACK, begin, context, MHD_OPTION_NOTIFY_COMPLETED, end, context, MHD_OPTION_END);
}

static inline struct MHD_Response *iw_mhd_response_of_bytes(const void *body, size_t size) {
  return MHD_create_response_from_buffer(size, (void *)body, MHD_RESPMEM_MUST_COPY);
}

/* A response of unknown length, whose bytes the reader gives; it is told once when no more is asked for. */
static inline struct MHD_Response *iw_mhd_response_of_stream(
    MHD_ContentReaderCallback reader, void *context, MHD_ContentReaderFreeCallback end) {
  return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, reader, context, end);
}

static inline ssize_t iw_mhd_end_of_stream(void) { return MHD_CONTENT_READER_END_OF_STREAM; }

static inline void iw_mhd_add_header(struct MHD_Response *response, const char *name, const char *value) {
  (void)MHD_add_response_header(response, name, value);
}

/* Writes the text of the peer's address, and an empty one where it has none, as on a socket in the file system. */
static inline void iw_mhd_peer(struct MHD_Connection *connection, char *text, size_t size) {
  text[0] = '\0';
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (info == NULL || info->client_addr == NULL) return;
  const struct sockaddr *address = info->client_addr;
  if (address->sa_family == AF_INET)
    (void)inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, (socklen_t)size);
  else if (address->sa_family == AF_INET6)
    (void)inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, (socklen_t)size);
}
