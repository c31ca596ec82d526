/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaces the process by the program that is linked with libxapian. */
#include "search/retrieve/engines.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "pressmark-search-xapian"

/* Sets the error for that program. err says what it was needed for. */
static enum err_code give_up(struct err *err, const char *format, const char *a, const char *b)
{
    struct err wanted = *err;
    err_clear(err);
    err_set(err, ERR_ENGINE, format, a, b);
    return err_context(err, "%s", wanted.message);
}

enum err_code engines_become_xapian(char **argv, struct err *err)
{
    AUTO(mem_free_pointer) char *beside = file_program_folder();
    AUTO(mem_free_pointer) char *installed = file_join(beside, PRESSMARK_LIBEXEC);
    const char *const folders[] = {beside, installed};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        AUTO(mem_free_pointer) char *path = file_join(folders[i], PROGRAM);
        execv(path, argv);
        if (errno != ENOENT && errno != ENOTDIR)
            return give_up(err, "cannot run '%s' (%s)", path, strerror(errno));
    }
    return give_up(err, "'" PROGRAM "' is neither in '%s' nor in '%s'", beside, installed);
}
