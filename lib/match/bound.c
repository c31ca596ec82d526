/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fills the cells of the quick upper bounds of weights. */
#include "match/bound.h"

/* The relative rounding error of a float to which 1 was added before taking the logarithm, and of
 * everything else. */
static const double FLOAT_ROUNDING = 2e-7, ROUNDING = 1e-6;

/* Returns the least length that falls into a cell. */
static uint32_t least_length(unsigned cell)
{
    if (cell < 8)
        return cell ? cell : 1;
    unsigned exponent = (cell >> 3) + 2;
    return (8 | (cell & 7)) << (exponent - 3);
}

float bound_fill_length(struct bound_lengths *l, const struct weight *w, unsigned cell)
{
    double norm = w->length_scale *
                  log2((1 + w->length_unit / least_length(cell)) * (1 + FLOAT_ROUNDING));
    return l->cells[cell] = (float)(norm * (1 + ROUNDING));
}

/* Returns the upper end of a cell. */
static float upper_edge(unsigned cell)
{
    uint32_t bits = (cell + BOUND_FIRST + 1) << BOUND_STEP_BITS;
    float edge;
    memcpy(&edge, &bits, sizeof edge);
    return edge;
}

float bound_fill_weight(struct bound_weights *b, const struct weight *w, unsigned cell)
{
    double t = upper_edge(cell);
    double weight = w->burst * t / (t + 1) +
                    w->log_logistic * log((1 + t * w->rarity) * (1 + FLOAT_ROUNDING));
    return b->cells[cell] = (float)(fmin(weight, w->max) * (1 + ROUNDING));
}
