/*
 * A tax engine that costs next to nothing, so that what is measured is the worker: one thread over epoll, 25 % on every line that has a
 * tax code, an answer at once or after a fixed time, and a share of calls that fail.
 *
 *   tax-engine DELAY FAILING     milliseconds; calls of a thousand that fail: 503, or the connection ends after the work was done
 *
 * Prints the port on 127.0.0.1 that it listens on, and ends on SIGTERM. Reads what the worker writes and no other JSON: members in the
 * documented order, without white space. `GET /books` says what it was asked and what it has booked: a key once, however often it came.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256, LARGEST = 8 << 20, RATE = 25 };

typedef struct {
  char *bytes;
  size_t count, room;
} buffer;

typedef struct connection {
  int socket;
  buffer in, out;
  size_t sent;
  int is_waiting; /* An answer is due later. */
  int is_ending;  /* The answer is the end of the connection. */
  int is_gone;    /* To be freed when it is no longer due. */
  double due;
  struct connection *next; /* All wait equally long, so that they are due in the order in which they came. */
} connection;

typedef struct {
  uint64_t *hashes;
  size_t count, room;
} set;

static int poller;
static double delay;
static long failing;
static connection *first_due, *last_due;
static set commits, voids;
static long quotes, sent_commits, sent_voids, failures;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t chance(void) {
  static uint64_t state = 88172645463325252ULL;
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static void reserve(buffer *buffer, size_t more) {
  if (buffer->count + more <= buffer->room) return;
  size_t room = buffer->room ? buffer->room : 4096;
  while (room < buffer->count + more) room *= 2;
  if ((buffer->bytes = realloc(buffer->bytes, room)) == NULL) fail("memory");
  buffer->room = room;
}

static void put(buffer *buffer, const char *bytes, size_t count) {
  reserve(buffer, count);
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
}

static void put_text(buffer *buffer, const char *text) { put(buffer, text, strlen(text)); }

/* --- What is booked: a set of keys, by their hashes of 64 bits. */

static uint64_t hash(const char *bytes, size_t count) {
  uint64_t value = 14695981039346656037ULL;
  for (size_t i = 0; i < count; i++) value = (value ^ (unsigned char)bytes[i]) * 1099511628211ULL;
  return value ? value : 1;
}

static void insert(set *set, uint64_t value) {
  if (set->count * 2 >= set->room) {
    size_t room = set->room ? set->room * 2 : 1 << 16;
    uint64_t *old = set->hashes;
    size_t before = set->room;
    if ((set->hashes = calloc(room, sizeof *set->hashes)) == NULL) fail("memory");
    set->room = room;
    set->count = 0;
    for (size_t i = 0; i < before; i++)
      if (old[i]) insert(set, old[i]);
    free(old);
  }
  size_t place = value & (set->room - 1);
  while (set->hashes[place] && set->hashes[place] != value) place = (place + 1) & (set->room - 1);
  if (set->hashes[place]) return;
  set->hashes[place] = value;
  set->count++;
}

/* --- Answers. */

/* The text behind `name` up to the next quotation mark, and where it ends. */
static const char *member(const char *from, const char *end, const char *name, size_t *count) {
  const char *found = memmem(from, (size_t)(end - from), name, strlen(name));
  if (found == NULL) return NULL;
  found += strlen(name);
  const char *quote = memchr(found, '"', (size_t)(end - found));
  if (quote == NULL) return NULL;
  *count = (size_t)(quote - found);
  return found;
}

/* A quarter of an amount, rounded half away from zero to as many places as it has. */
static void put_tax(buffer *out, const char *amount, size_t count) {
  __int128 units = 0;
  int places = 0, is_fraction = 0;
  for (size_t i = 0; i < count; i++) {
    if (amount[i] == '.') is_fraction = 1;
    if (amount[i] < '0' || amount[i] > '9') continue;
    units = units * 10 + (amount[i] - '0');
    places += is_fraction;
  }
  units = (units * RATE + 50) / 100;
  char digits[48];
  int place = sizeof digits;
  for (int i = 0; units > 0 || i <= places; i++) {
    if (i == places && places > 0) digits[--place] = '.';
    digits[--place] = (char)('0' + (int)(units % 10));
    units /= 10;
  }
  if (amount[0] == '-') digits[--place] = '-';
  put(out, digits + place, sizeof digits - (size_t)place);
}

static void quote(buffer *out, const char *body, const char *end) {
  quotes++;
  put_text(out, "{\"lines\":[");
  const char *at = memmem(body, (size_t)(end - body), "\"lines\":[", 9);
  size_t length;
  for (int i = 0; at != NULL && (at = member(at, end, "{\"id\":\"", &length)) != NULL; i++) {
    put_text(out, i ? ",{\"id\":\"" : "{\"id\":\"");
    put(out, at, length);
    put_text(out, "\",\"taxes\":[");
    const char *amount = member(at, end, "\"amount\":\"", &length);
    if (amount == NULL) break;
    const char *code = amount + length;
    if ((size_t)(end - code) > 13 && memcmp(code, "\",\"taxCode\":\"", 13) == 0) {
      put_text(out, "{\"name\":\"VAT\",\"rate\":\"25\",\"amount\":\"");
      put_tax(out, amount, length);
      put_text(out, "\"}");
    }
    put_text(out, "]}");
    at = code;
  }
  put_text(out, "]}");
}

static void commit(buffer *out, const char *body, const char *end, const char *key, size_t count) {
  sent_commits++;
  insert(&commits, hash(key, count));
  size_t length;
  const char *document = member(body, end, "\"documentId\":\"", &length);
  put_text(out, "{\"transactionId\":\"T-");
  if (document != NULL) put(out, document, length);
  put_text(out, "\",\"totalTax\":\"");
  const char *total = member(body, end, "\"totalTax\":\"", &length);
  if (total != NULL) put(out, total, length);
  put_text(out, "\"}");
}

static void void_document(buffer *out, const char *key, size_t count) {
  sent_voids++;
  insert(&voids, hash(key, count));
  put_text(out, "{\"result\":\"Voided\",\"transactionId\":\"T-");
  put(out, key, count);
  put_text(out, "\"}");
}

static void books(buffer *out) {
  char text[256];
  snprintf(text, sizeof text,
           "{\"quotes\":%ld,\"commitsSent\":%ld,\"commits\":%zu,\"voidsSent\":%ld,\"voids\":%zu,\"failures\":%ld}", quotes,
           sent_commits, commits.count, sent_voids, voids.count, failures);
  put_text(out, text);
}

static void answer(connection *connection, const char *head, const char *body, const char *end) {
  static buffer text;
  text.count = 0;
  int is_books = strncmp(head, "GET ", 4) == 0;
  int is_failing = !is_books && (long)(chance() % 1000) < failing;
  failures += is_failing;
  connection->is_ending = is_failing && chance() % 2;
  const char *status = "200 OK";
  if (is_failing && !connection->is_ending) {
    status = "503 Service Unavailable";
  } else if (is_books) {
    books(&text);
  } else {
    size_t count = 0;
    const char *key = strcasestr(head, "\r\nIdempotency-Key: ");
    if (key != NULL && key < body) {
      key += 19;
      count = strcspn(key, "\r");
    } else {
      key = "";
    }
    const char *space = memchr(head, ' ', (size_t)(body - head));
    const char *line = memchr(head, '\r', (size_t)(body - head));
    if (memmem(space, (size_t)(line - space), "/quote ", 7)) quote(&text, body, end);
    else if (memmem(space, (size_t)(line - space), "/commit ", 8)) commit(&text, body, end, key, count);
    else if (memmem(space, (size_t)(line - space), "/void ", 6)) void_document(&text, key, count);
    else status = "404 Not Found";
  }
  char header[160];
  snprintf(header, sizeof header, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", status,
           text.count);
  put_text(&connection->out, header);
  put(&connection->out, text.bytes, text.count);
}

/* --- Connections. */

static void release(connection *connection) {
  free(connection->in.bytes);
  free(connection->out.bytes);
  free(connection);
}

static void end(connection *connection) {
  if (connection->is_gone) return;
  close(connection->socket);
  connection->is_gone = 1;
  if (!connection->is_waiting) release(connection);
}

static void listen_for(connection *connection, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  if (epoll_ctl(poller, EPOLL_CTL_MOD, connection->socket, &event) < 0) fail("epoll_ctl");
}

static void send_answer(connection *connection) {
  if (connection->is_ending) return end(connection);
  while (connection->sent < connection->out.count) {
    ssize_t count = send(connection->socket, connection->out.bytes + connection->sent,
                         connection->out.count - connection->sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) return listen_for(connection, EPOLLIN | EPOLLOUT);
    if (count < 0) return end(connection);
    connection->sent += (size_t)count;
  }
  connection->out.count = connection->sent = 0;
}

static void take_request(connection *connection) {
  buffer *in = &connection->in;
  reserve(in, 1);
  in->bytes[in->count] = 0;
  char *body = strstr(in->bytes, "\r\n\r\n");
  if (body == NULL) return;
  body += 4;
  const char *length = strcasestr(in->bytes, "\r\nContent-Length: ");
  size_t count = length != NULL && length < body ? strtoul(length + 18, NULL, 10) : 0;
  if (count > LARGEST) return end(connection);
  if ((size_t)(in->bytes + in->count - body) < count) return;
  answer(connection, in->bytes, body, body + count);
  in->count = 0;
  if (delay == 0) return send_answer(connection);
  connection->is_waiting = 1;
  connection->due = seconds() + delay;
  connection->next = NULL;
  if (last_due != NULL) last_due->next = connection;
  else first_due = connection;
  last_due = connection;
}

static void receive(connection *connection) {
  while (1) {
    reserve(&connection->in, 4096);
    ssize_t count = recv(connection->socket, connection->in.bytes + connection->in.count,
                         connection->in.room - connection->in.count, 0);
    if (count < 0 && errno == EAGAIN) break;
    if (count <= 0) return end(connection);
    connection->in.count += (size_t)count;
    if (connection->in.count > LARGEST) return end(connection);
    if (connection->in.count < connection->in.room) break;
  }
  take_request(connection);
}

static void send_what_is_due(void) {
  double now = seconds();
  while (first_due != NULL && first_due->due <= now) {
    connection *connection = first_due;
    first_due = connection->next;
    if (first_due == NULL) last_due = NULL;
    connection->is_waiting = 0;
    if (connection->is_gone) release(connection);
    else send_answer(connection);
  }
}

static void accept_all(int listener) {
  int socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) fail("memory");
    connection->socket = socket;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event) < 0) fail("epoll_ctl");
  }
}

static int listener_on_any_port(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 1024) < 0 ||
      getsockname(listener, (struct sockaddr *)&address, &length) < 0)
    fail("listening");
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "tax-engine DELAY FAILING\n");
    return 64;
  }
  delay = strtod(arguments[1], NULL) / 1000;
  failing = strtol(arguments[2], NULL, 10);
  signal(SIGPIPE, SIG_IGN);
  poller = epoll_create1(EPOLL_CLOEXEC);
  int listener = listener_on_any_port();
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  if (poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event) < 0) fail("epoll");
  while (1) {
    int timeout = -1;
    if (first_due != NULL) {
      double left = (first_due->due - seconds()) * 1000;
      timeout = left <= 0 ? 0 : (int)left + 1;
    }
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(poller, events, EVENTS, timeout);
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < ready; i++) {
      connection *connection = events[i].data.ptr;
      if (connection == NULL) accept_all(listener);
      else if (events[i].events & EPOLLOUT) {
        listen_for(connection, EPOLLIN);
        send_answer(connection);
      } else receive(connection);
    }
    send_what_is_due();
  }
}
