/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets error codes and messages. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Removes the last character of a message if snprintf() may have cut it. */
static void trim_partial_character(char *message, size_t capacity)
{
    size_t n = strlen(message);
    if (n + 1 < capacity)
        return;
    while (n > 0 && ((unsigned char)message[n - 1] & 0xC0) == 0x80)
        n--;
    if (n > 0 && (unsigned char)message[n - 1] >= 0xC0)
        n--;
    message[n] = '\0';
}

enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (err->code != ERR_OK)
        return err->code;
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    trim_partial_character(err->message, sizeof err->message);
    return err->code = code;
}

enum err_code err_set_errno(struct err *err, const char *format, ...)
{
    int saved = errno;
    char what[sizeof err->message];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return err_set(err, saved == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", what, strerror(saved));
}

enum err_code err_context(struct err *err, const char *format, ...)
{
    struct err before = *err;
    char context[sizeof err->message];
    va_list args;
    va_start(args, format);
    vsnprintf(context, sizeof context, format, args);
    va_end(args);
    err_clear(err);
    return err_set(err, before.code, "%s: %s", context, before.message);
}

void err_clear(struct err *err)
{
    err->code = ERR_OK;
    err->message[0] = '\0';
}
