/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaces mail.c in a build without GMime. */
#include "indexer/formats/shared/reader.h"

static enum err_code refuse(struct err *err)
{
    return err_set(err, ERR_INPUT, "mail: built without mail support (GMime)");
}

enum err_code mail_read(const struct container_input *input, struct arena *scratch,
                        const struct container_output *output, struct err *err)
{
    (void)input, (void)scratch, (void)output;
    return refuse(err);
}

enum err_code mbox_read(const struct container_input *input, struct arena *scratch,
                        const struct container_output *output, struct err *err)
{
    (void)input, (void)scratch, (void)output;
    return refuse(err);
}
