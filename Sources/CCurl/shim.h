#pragma once
/* The checks of option types are macros for constant options; the functions below have types of their own. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <locale.h>
#include <sys/prctl.h>

/* curl_easy_setopt is variadic, which Swift cannot call: one function for each kind of value. */
static inline CURLcode iw_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode iw_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode iw_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode iw_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode iw_curl_set_mime(CURL *handle, curl_mime *value) {
  return curl_easy_setopt(handle, CURLOPT_MIMEPOST, value);
}

/* Whether other recipients get the message where one is refused: the option's name lost a letter in 8.2. */
static inline CURLcode iw_curl_allow_refused_recipients(CURL *handle) {
  return curl_easy_setopt(handle, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
}

typedef int (*iw_curl_debug)(CURL *, curl_infotype, char *, size_t, void *);
typedef int (*iw_curl_progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode iw_curl_set_debug(CURL *handle, iw_curl_debug function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}

static inline CURLcode iw_curl_set_progress(CURL *handle, iw_curl_progress function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

/* What a server says besides its replies goes nowhere. */
static inline size_t iw_curl_write_nothing(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  (void)context;
  return size * count;
}

/* The socket of the connection that is kept; -1 where there is none. */
static inline int iw_curl_socket(CURL *handle) {
  curl_socket_t found = CURL_SOCKET_BAD;
  return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &found) == CURLE_OK ? (int)found : -1;
}

static inline CURLcode iw_curl_write_nowhere(CURL *handle) {
  return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, iw_curl_write_nothing);
}

/* A host's name in ASCII (IDNA), to be freed with curl_free; NULL where it has none. The library converts from the locale's encoding,
   and a process that has set no locale has one of ASCII alone: it is set for this thread meanwhile. */
static inline char *iw_curl_ascii_host(const char *host) {
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (utf8 == (locale_t)0) return NULL;
  locale_t before = uselocale(utf8);
  char *found = NULL;
  CURLU *parts = curl_url();
  if (parts != NULL && curl_url_set(parts, CURLUPART_HOST, host, 0) == CURLUE_OK) {
    (void)curl_url_get(parts, CURLUPART_HOST, &found, CURLU_PUNYCODE);
  }
  curl_url_cleanup(parts);
  uselocale(before);
  freelocale(utf8);
  return found;
}

typedef size_t (*iw_curl_sink)(char *, size_t, size_t, void *);

static inline CURLcode iw_curl_set_body_sink(CURL *handle, iw_curl_sink function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

static inline CURLcode iw_curl_set_header_sink(CURL *handle, iw_curl_sink function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
}

/* The library copies the bytes. */
static inline CURLcode iw_curl_set_body(CURL *handle, const void *bytes, size_t count) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, (const char *)bytes);
}

/* The last status that the server answered; 0 where it answered none. */
static inline long iw_curl_status(CURL *handle) {
  long status = 0;
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

/* The seconds that the server asks to be left alone, given as such or as a date; 0 where it does not ask. */
static inline curl_off_t iw_curl_retry_after(CURL *handle) {
  curl_off_t seconds = 0;
  return curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK ? seconds : 0;
}

static inline CURLMcode iw_curl_multi_set_number(CURLM *handle, CURLMoption option, long value) {
  return curl_multi_setopt(handle, option, value);
}

/* What a transfer ended with. */
static inline CURLcode iw_curl_message_result(const CURLMsg *message) { return message->data.result; }

/* Names the calling thread, so that a debugger or `top -H` shows what it does. */
static inline void iw_curl_name_thread(const char *name) {
  (void)prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
}
