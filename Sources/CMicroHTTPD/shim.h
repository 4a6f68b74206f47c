#pragma once
#include <microhttpd.h>
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
