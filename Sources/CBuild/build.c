#include "build.h"

#ifdef INVOICE_WORKER_COMMIT
#define TEXT(word) #word
#define TEXT_OF(word) TEXT(word)
char const *invoice_worker_commit(void) { return TEXT_OF(INVOICE_WORKER_COMMIT); }
#else
char const *invoice_worker_commit(void) { return ""; }
#endif
