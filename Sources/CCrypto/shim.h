#pragma once
/* The SHA256_* functions are marked deprecated since OpenSSL 3.0 in favour of the EVP interface.
   They are used on purpose: they keep their state in the caller's memory, look up no provider
   and cannot fail, so a digest is a total function. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <openssl/evp.h>
