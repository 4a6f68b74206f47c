/*
 * What librabbitmq alone can do: the two loops that `benchmark amqp` runs through the Swift client, in plain C,
 * as close to the library as they can be. No reconnecting, no watchdog, no copies: the limit, not a model.
 *
 *   amqp-limit HOST PORT USER VHOST MESSAGES BODY publish QUEUE
 *   amqp-limit HOST PORT USER VHOST MESSAGES BODY forward FROM TO
 *
 * The password is in AMQP_PASSWORD. Prints the seconds the loop took, connecting left out.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <amqp.h>
#include <amqp_tcp_socket.h>

enum { WINDOW = 1024, PREFETCH = 1024, BATCH = 128, CHANNEL = 1 };

static void fail(const char *what) {
  fprintf(stderr, "amqp-limit: %s\n", what);
  exit(1);
}

static void check(int status, const char *what) {
  if (status != AMQP_STATUS_OK) fail(what);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static amqp_connection_state_t open_connection(char **arguments) {
  const char *password = getenv("AMQP_PASSWORD");
  if (password == NULL) fail("AMQP_PASSWORD is not set");
  amqp_connection_state_t connection = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(connection);
  if (socket == NULL) fail("no memory");
  check(amqp_socket_open(socket, arguments[0], atoi(arguments[1])), "connecting");
  amqp_rpc_reply_t reply = amqp_login(connection, arguments[3], 0, 131072, 0, AMQP_SASL_METHOD_PLAIN,
                                      arguments[2], password);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) fail("signing in");
  if (amqp_channel_open(connection, CHANNEL) == NULL) fail("opening a channel");
  return connection;
}

static void cork(amqp_connection_state_t connection, int is_on) {
  setsockopt(amqp_get_sockfd(connection), IPPROTO_TCP, TCP_CORK, &is_on, sizeof is_on);
}

/* The next frame that is there; 0 when there is none. */
static int next_frame(amqp_connection_state_t connection, amqp_frame_t *frame) {
  struct timeval no_wait = {0, 0};
  int status = amqp_simple_wait_frame_noblock(connection, frame, &no_wait);
  if (status == AMQP_STATUS_TIMEOUT) return 0;
  check(status, "reading");
  return 1;
}

/* How many messages are confirmed, after reading what is there. The broker confirms in order of its own; a set
 * would be needed to know which, a count is enough to know when all are. */
static void read_confirms(amqp_connection_state_t connection, unsigned char *is_confirmed, long *low, long *count) {
  amqp_frame_t frame;
  while (next_frame(connection, &frame)) {
    if (frame.frame_type == AMQP_FRAME_METHOD) {
      if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
        amqp_basic_ack_t *ack = frame.payload.method.decoded;
        long tag = (long)ack->delivery_tag;
        for (long each = ack->multiple ? *low + 1 : tag; each <= tag; each++) {
          if (!is_confirmed[each]) *count += 1;
          is_confirmed[each] = 1;
        }
        while (is_confirmed[*low + 1]) *low += 1;
      } else {
        fail("a message was not confirmed");
      }
    }
    amqp_maybe_release_buffers(connection);
  }
}

static void publish(amqp_connection_state_t connection, const char *queue, const char *identifier,
                    amqp_bytes_t body) {
  amqp_basic_properties_t properties;
  memset(&properties, 0, sizeof properties);
  properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                      AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG;
  properties.content_type = amqp_cstring_bytes("application/json");
  properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
  properties.message_id = amqp_cstring_bytes(identifier);
  properties.type = amqp_cstring_bytes("invoice.generate.v1");
  properties.app_id = amqp_cstring_bytes("benchmark");
  check(amqp_basic_publish(connection, CHANNEL, amqp_empty_bytes, amqp_cstring_bytes(queue), 1, 0, &properties, body),
        "publishing");
}

static double publish_loop(char **server, long messages, amqp_bytes_t body, const char *queue) {
  amqp_connection_state_t connection = open_connection(server);
  amqp_confirm_select(connection, CHANNEL);
  unsigned char *is_confirmed = calloc((size_t)messages + 2, 1);
  if (is_confirmed == NULL) fail("no memory");
  struct pollfd socket = {amqp_get_sockfd(connection), POLLIN, 0};
  char identifier[40];
  long sent = 0, low = 0, confirmed = 0;
  double start = seconds();
  while (confirmed < messages) {
    cork(connection, 1);
    for (int n = 0; n < BATCH && sent < messages && sent - low < WINDOW; n++) {
      snprintf(identifier, sizeof identifier, "request-%ld", sent++);
      publish(connection, queue, identifier, body);
    }
    cork(connection, 0);
    if (sent == messages || sent - low >= WINDOW) poll(&socket, 1, 1000);
    read_confirms(connection, is_confirmed, &low, &confirmed);
  }
  double took = seconds() - start;
  free(is_confirmed);
  amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
  return took;
}

/* Consume, publish, and acknowledge when the copy is confirmed. Deliveries and copies have the same numbers, from 1,
 * so that the low-water mark of the confirms is that of the acknowledgements. */
static double forward_loop(char **server, long messages, amqp_bytes_t body, const char *from, const char *to) {
  amqp_connection_state_t publisher = open_connection(server);
  amqp_confirm_select(publisher, CHANNEL);
  amqp_connection_state_t consumer = open_connection(server);
  amqp_basic_qos(consumer, CHANNEL, 0, PREFETCH, 0);
  unsigned char *is_confirmed = calloc((size_t)messages + 2, 1);
  if (is_confirmed == NULL) fail("no memory");
  struct pollfd sockets[2] = {{amqp_get_sockfd(consumer), POLLIN, 0}, {amqp_get_sockfd(publisher), POLLIN, 0}};
  char identifier[40];
  long received = 0, sent = 0, low = 0, confirmed = 0, acknowledged = 0;
  uint64_t left = 0;
  double start = seconds();
  amqp_basic_consume(consumer, CHANNEL, amqp_cstring_bytes(from), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  while (acknowledged < messages) {
    amqp_frame_t frame;
    int budget = 3 * BATCH;
    while (budget-- > 0 && next_frame(consumer, &frame)) {
      if (frame.frame_type == AMQP_FRAME_HEADER) {
        left = frame.payload.properties.body_size;
        if (left == 0) received++;
      } else if (frame.frame_type == AMQP_FRAME_BODY) {
        left -= frame.payload.body_fragment.len;
        if (left == 0) received++;
      }
      amqp_maybe_release_buffers(consumer);
    }
    if (sent < received) {
      cork(publisher, 1);
      while (sent < received) {
        snprintf(identifier, sizeof identifier, "request-%ld", sent++);
        publish(publisher, to, identifier, body);
      }
      cork(publisher, 0);
    }
    read_confirms(publisher, is_confirmed, &low, &confirmed);
    if (low - acknowledged >= 64 || (low > acknowledged && budget > 0)) {
      check(amqp_basic_ack(consumer, CHANNEL, (uint64_t)low, 1), "acknowledging");
      acknowledged = low;
    }
    if (budget > 0 && acknowledged < messages) poll(sockets, 2, 1000);
  }
  double took = seconds() - start;
  free(is_confirmed);
  amqp_connection_close(consumer, AMQP_REPLY_SUCCESS);
  amqp_connection_close(publisher, AMQP_REPLY_SUCCESS);
  return took;
}

int main(int count, char **arguments) {
  if (count < 9) fail("usage: HOST PORT USER VHOST MESSAGES BODY publish|forward FROM [TO]");
  long messages = atol(arguments[5]);
  size_t size = (size_t)atol(arguments[6]);
  amqp_bytes_t body = amqp_bytes_malloc(size);
  if (body.bytes == NULL) fail("no memory");
  memset(body.bytes, 'x', size);
  double took;
  if (strcmp(arguments[7], "forward") == 0 && count > 9)
    took = forward_loop(arguments + 1, messages, body, arguments[8], arguments[9]);
  else
    took = publish_loop(arguments + 1, messages, body, arguments[8]);
  printf("%.6f\n", took);
  return 0;
}
