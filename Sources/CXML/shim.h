#pragma once
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>

static inline void iw_xml_say_nothing(void *context, const char *message, ...) {
  (void)context;
  (void)message;
}

/// Keeps what libxml2 says of a document off standard error, on this thread: what is wrong with a
/// document is told by its reader, in its own words. The generic handler is variadic, which Swift cannot
/// pass.
static inline void iw_xml_be_quiet(void) {
  xmlSetGenericErrorFunc(NULL, iw_xml_say_nothing);
}
