#pragma once
#include <stdint.h>

/* How often the calling thread has allocated memory since it began. Linked into a program, this takes the place of the
   C library's allocating functions, for the program and for every library it loads, and passes each call on. */
uint64_t allocations_of_this_thread(void);
