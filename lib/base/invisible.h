/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_INVISIBLE_H
#define PRESSMARK_BASE_INVISIBLE_H

#include <stdbool.h>
#include <stdint.h>

/* Returns true for characters that show nothing by themselves although they are neither controls
 * nor blanks: those that Unicode calls default ignorable (zero-width and joining characters,
 * directional marks and controls, variation selectors, fillers, tags), and the annotation
 * characters. */
bool invisible_character(uint32_t c);

#endif
