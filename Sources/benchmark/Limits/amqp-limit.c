/*
 * What librabbitmq alone can do, in plain C, as close to the library as it can be: the two loops that `benchmark amqp` runs
 * through the Swift client, and the broker's part of a worker's job for `benchmark job-limit`. No reconnecting, no watchdog,
 * no copies: the limit, not a model.
 *
 *   amqp-limit HOST PORT USER VHOST MESSAGES BODY publish QUEUE
 *   amqp-limit HOST PORT USER VHOST MESSAGES BODY forward FROM TO
 *   amqp-limit HOST PORT USER VHOST MESSAGES BODY answer FROM PREFETCH GROUP EXCHANGE CONTENT-TYPE APP-ID KEY SIZE [KEY SIZE]…
 *
 * `answer` takes requests in groups, acknowledges each group, and then publishes an event of each KEY and SIZE for each of its
 * requests, which is what a worker does with a batch that is committed; BODY is the largest of the sizes, and GROUP at most PREFETCH.
 *
 * The password is in AMQP_PASSWORD. Prints the seconds the loop took, connecting left out; after `answer` also how many requests
 * were acknowledged and how many events were confirmed.
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

enum { WINDOW = 1024, PREFETCH = 1024, BATCH = 128, CHANNEL = 1, GROUP = 1000, EVENTS = 8, IDENTIFIER = 256, PATIENCE = 60 };

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

/* Persistent, mandatory, with everything that is set here. */
static void publish_message(amqp_connection_state_t connection, const char *exchange, const char *key,
                            amqp_basic_properties_t *properties, amqp_bytes_t body) {
  properties->_flags |= AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                        AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG;
  properties->delivery_mode = AMQP_DELIVERY_PERSISTENT;
  check(amqp_basic_publish(connection, CHANNEL, amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), 1, 0, properties, body),
        "publishing");
}

static void publish(amqp_connection_state_t connection, const char *queue, const char *identifier,
                    amqp_bytes_t body) {
  amqp_basic_properties_t properties;
  memset(&properties, 0, sizeof properties);
  properties.content_type = amqp_cstring_bytes("application/json");
  properties.message_id = amqp_cstring_bytes(identifier);
  properties.type = amqp_cstring_bytes("invoice.generate.v1");
  properties.app_id = amqp_cstring_bytes("benchmark");
  publish_message(connection, "", queue, &properties, body);
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

/* What is published for each request. */
struct event {
  const char *key;
  size_t size;
};

/* The requests of a group, by the identifiers that they came with. */
struct group {
  long count, limit;
  char identifiers[GROUP][IDENTIFIER];
  uint64_t left;
};

/* Notes the requests that are there until the group is full. */
static int receive(amqp_connection_state_t consumer, struct group *group) {
  amqp_frame_t frame;
  int frames = 0;
  while (group->count < group->limit && next_frame(consumer, &frame)) {
    frames++;
    if (frame.frame_type == AMQP_FRAME_HEADER) {
      amqp_basic_properties_t *properties = frame.payload.properties.decoded;
      size_t length = properties->message_id.len < IDENTIFIER ? properties->message_id.len : IDENTIFIER - 1;
      memcpy(group->identifiers[group->count], properties->message_id.bytes, length);
      group->identifiers[group->count][length] = 0;
      group->left = frame.payload.properties.body_size;
      if (group->left == 0) group->count++;
    } else if (frame.frame_type == AMQP_FRAME_BODY) {
      group->left -= frame.payload.body_fragment.len;
      if (group->left == 0) group->count++;
    }
    amqp_maybe_release_buffers(consumer);
  }
  return frames;
}

/* The events of a group that fit into the window of confirms; the next one is the return value. */
static long publish_events(amqp_connection_state_t publisher, const struct group *group, long next, const struct event *events,
                           long kinds, long *sent, long low, char **words, amqp_bytes_t body) {
  char identifier[64];
  cork(publisher, 1);
  for (int n = 0; n < BATCH && next < group->count * kinds && *sent - low < WINDOW; n++, next++) {
    const struct event *event = &events[next % kinds];
    amqp_basic_properties_t properties;
    memset(&properties, 0, sizeof properties);
    /* As long as the identifiers of events are. */
    snprintf(identifier, sizeof identifier, "00000000-0000-8000-8000-%012ld", (*sent)++);
    properties._flags = AMQP_BASIC_CORRELATION_ID_FLAG | AMQP_BASIC_TIMESTAMP_FLAG;
    properties.content_type = amqp_cstring_bytes(words[1]);
    properties.app_id = amqp_cstring_bytes(words[2]);
    properties.message_id = amqp_cstring_bytes(identifier);
    properties.correlation_id = amqp_cstring_bytes(group->identifiers[next / kinds]);
    properties.type = amqp_cstring_bytes(event->key);
    properties.timestamp = (uint64_t)time(NULL);
    amqp_bytes_t text = {event->size, body.bytes};
    publish_message(publisher, words[0], event->key, &properties, text);
  }
  cork(publisher, 0);
  return next;
}

/* The broker's part of a worker's job. `words` are the exchange, the content type and the application's id. */
static double answer_loop(char **server, long messages, amqp_bytes_t body, const char *from, int prefetch, long limit,
                          char **words, const struct event *events, long kinds) {
  amqp_connection_state_t publisher = open_connection(server);
  amqp_confirm_select(publisher, CHANNEL);
  amqp_connection_state_t consumer = open_connection(server);
  amqp_basic_qos(consumer, CHANNEL, 0, (uint16_t)prefetch, 0);
  unsigned char *is_confirmed = calloc((size_t)(messages * kinds) + 2, 1);
  struct group *group = calloc(1, sizeof *group);
  if (is_confirmed == NULL || group == NULL) fail("no memory");
  group->limit = limit;
  struct pollfd sockets[2] = {{amqp_get_sockfd(consumer), POLLIN, 0}, {amqp_get_sockfd(publisher), POLLIN, 0}};
  long sent = 0, low = 0, confirmed = 0, acknowledged = 0, next = 0;
  int is_open = 1, idle = 0;
  double start = seconds();
  amqp_basic_consume(consumer, CHANNEL, amqp_cstring_bytes(from), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  while (acknowledged < messages || confirmed < messages * kinds) {
    long before = confirmed + sent;
    int frames = is_open ? receive(consumer, group) : 0;
    /* A full group, or what is left; none is taken while its events are being sent. */
    if (is_open && group->count > 0 && (group->count == limit || acknowledged + group->count == messages)) {
      acknowledged += group->count;
      check(amqp_basic_ack(consumer, CHANNEL, (uint64_t)acknowledged, 1), "acknowledging");
      is_open = 0;
      next = 0;
    }
    if (!is_open) {
      next = publish_events(publisher, group, next, events, kinds, &sent, low, words, body);
      if (next == group->count * kinds) {
        is_open = 1;
        group->count = 0;
      }
    }
    read_confirms(publisher, is_confirmed, &low, &confirmed);
    if (frames > 0 || confirmed + sent > before) {
      idle = 0;
    } else if (poll(is_open ? sockets : sockets + 1, is_open ? 2 : 1, 1000) == 0 && ++idle == PATIENCE) {
      fail("nothing came any more");
    }
  }
  double took = seconds() - start;
  free(is_confirmed);
  free(group);
  amqp_connection_close(consumer, AMQP_REPLY_SUCCESS);
  amqp_connection_close(publisher, AMQP_REPLY_SUCCESS);
  printf("%ld %ld\n", acknowledged, confirmed);
  return took;
}

static double answer(char **server, long messages, amqp_bytes_t body, int count, char **words) {
  struct event events[EVENTS];
  long kinds = 0;
  for (int at = 6; at + 1 < count && kinds < EVENTS; at += 2, kinds++) {
    events[kinds].key = words[at];
    events[kinds].size = (size_t)atol(words[at + 1]);
    if (events[kinds].size > body.len) fail("an event is larger than BODY");
  }
  long limit = atol(words[2]);
  if (limit < 1 || limit > GROUP || limit > atol(words[1])) fail("GROUP is 1 to 1000, and at most PREFETCH");
  return answer_loop(server, messages, body, words[0], atoi(words[1]), limit, words + 3, events, kinds);
}

int main(int count, char **arguments) {
  if (count < 9) fail("usage: HOST PORT USER VHOST MESSAGES BODY publish|forward|answer FROM …");
  long messages = atol(arguments[5]);
  size_t size = (size_t)atol(arguments[6]);
  amqp_bytes_t body = amqp_bytes_malloc(size);
  if (body.bytes == NULL) fail("no memory");
  memset(body.bytes, 'x', size);
  double took;
  if (strcmp(arguments[7], "forward") == 0 && count > 9)
    took = forward_loop(arguments + 1, messages, body, arguments[8], arguments[9]);
  else if (strcmp(arguments[7], "answer") == 0 && count > 15)
    took = answer(arguments + 1, messages, body, count - 8, arguments + 8);
  else
    took = publish_loop(arguments + 1, messages, body, arguments[8]);
  printf("%.6f\n", took);
  return 0;
}
