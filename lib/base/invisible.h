/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_INVISIBLE_H
#define PRESSMARK_BASE_INVISIBLE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a character, no control and no blank, shows nothing by itself: what Unicode calls default
 * ignorable (zero-width and joining characters, marks and controls of direction, variation
 * selectors, fillers, tags), and the annotation characters. */
bool invisible_character(uint32_t c);

#endif
