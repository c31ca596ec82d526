/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/unpack.h"

/* What stands in for unpack_mail.c in a build without GMime. */

static enum err_code refuse(struct err *err)
{
    return err_set(err, ERR_INPUT, "mail: built without mail support (GMime)");
}

enum err_code unpack_mail(const struct unpack_source *source, struct arena *scratch,
                          const struct unpack_sink *sink, struct err *err)
{
    (void)source, (void)scratch, (void)sink;
    return refuse(err);
}

enum err_code unpack_mbox(const struct unpack_source *source, struct arena *scratch,
                          const struct unpack_sink *sink, struct err *err)
{
    (void)source, (void)scratch, (void)sink;
    return refuse(err);
}
