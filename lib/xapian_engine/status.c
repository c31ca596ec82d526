/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Translates the errors of libxapian to ours. */
#include "xapian_engine/status.h"

#include "base/mem.h"

static enum err_code code_of(enum xap_code code)
{
    switch (code) {
    case XAP_OK:
        return ERR_OK;
    case XAP_ERROR_INVALID_ARGUMENT:
    case XAP_ERROR_WILDCARD:
    case XAP_ERROR_RANGE:
        return ERR_USAGE;
    case XAP_ERROR_DATABASE_LOCK:
        return ERR_LOCKED;
    case XAP_ERROR_DATABASE_VERSION:
        return ERR_VERSION;
    case XAP_ERROR_DATABASE_NOT_FOUND:
    case XAP_ERROR_DOCUMENT_NOT_FOUND:
        return ERR_NOT_FOUND;
    case XAP_ERROR_DATABASE_MODIFIED:
        return ERR_CHANGED;
    case XAP_ERROR_DATABASE_CORRUPT:
    case XAP_ERROR_DATABASE_OPENING:
        return ERR_CORRUPT;
    case XAP_ERROR_DATABASE:
    case XAP_ERROR_DATABASE_CREATE:
    case XAP_ERROR_DATABASE_CLOSED:
        return ERR_IO;
    case XAP_ERROR_NETWORK:
    case XAP_ERROR_NETWORK_TIMEOUT:
    case XAP_ERROR_SERIALISATION: /* of data from a connection */
        return ERR_UNREACHABLE;
    default:
        return ERR_INTERNAL;
    }
}

enum err_code status_check(const struct xap_error *error, const char *doing, struct err *err)
{
    if (error->code == XAP_ERROR_OUT_OF_MEMORY)
        mem_exhausted();
    if (error->code == XAP_OK)
        return ERR_OK;
    return err_set(err, code_of(error->code), "%s: %s", doing, error->message);
}
