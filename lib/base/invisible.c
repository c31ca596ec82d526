/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists the characters that show nothing: two names that differ only in these look the same. */
#include "base/invisible.h"

#include <stddef.h>

static const struct range {
    uint32_t first, last;
} INVISIBLE[] = {
    {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

bool invisible_character(uint32_t c)
{
    size_t i = 0;
    while (i < sizeof INVISIBLE / sizeof *INVISIBLE && c > INVISIBLE[i].last)
        i++;
    return i < sizeof INVISIBLE / sizeof *INVISIBLE && c >= INVISIBLE[i].first;
}
