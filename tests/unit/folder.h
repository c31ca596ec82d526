/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_UNIT_FOLDER_H
#define PRESSMARK_TESTS_UNIT_FOLDER_H

/* Gives each test a folder of its own, which is removed afterwards with everything in it. */

#include <stdio.h>
#include <stdlib.h>

static char folder[64];

/* Returns what a setup function of cmocka must: 0, or -1 on failure. */
static int make_folder_of(const char *test)
{
    snprintf(folder, sizeof folder, "/tmp/%s.XXXXXX", test);
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

#endif
