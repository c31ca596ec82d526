/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of the classes of bytes. */
#include "text/byte_kinds.h"

const uint8_t byte_kinds[256] = {
    ['a' ... 'z'] = LOWER,   ['A' ... 'Z'] = UPPER,
    ['0' ... '9'] = DIGIT,   ['.'] = MIDDLE | JOINS | STOP,
    ['\''] = MIDDLE | JOINS, ['&'] = MIDDLE | JOINS,
    [','] = MIDDLE | STOP,   [';'] = MIDDLE | STOP,
    ['+'] = MIDDLE,          ['#'] = MIDDLE,
    [':'] = JOINS,           ['_'] = JOINS,
    ['-'] = JOINS,           ['/'] = JOINS,
    ['@'] = JOINS,           [0x80 ... 0xFF] = HIGH,
};
