#pragma once

/* The commit that the program was built from; empty where nobody said. */
char const *invoice_worker_commit(void);
