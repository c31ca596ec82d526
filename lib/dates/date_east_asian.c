/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dates as they are written in Chinese, Japanese and Korean. */
#include "dates/date_east_asian.h"

#include "dates/date_parts.h"

bool date_take_east_asian_rest(struct str *in, struct date *d)
{
    static const char *const years[] = {"年", "년", NULL};
    static const char *const months[] = {"月", "월", NULL};
    static const char *const days[] = {"日", "号", "號", "일", NULL};
    date_take_blanks(in);
    if (!date_take_one_of(in, years))
        return false;
    struct str rest = *in;
    unsigned month, day;
    date_take_blanks(&rest);
    if (!date_take_number(&rest, 1, 2, &month) ||
        (date_take_blanks(&rest), !date_take_one_of(&rest, months)))
        return true;
    d->month = month;
    *in = rest;
    date_take_blanks(&rest);
    if (!date_take_number(&rest, 1, 2, &day) ||
        (date_take_blanks(&rest), !date_take_one_of(&rest, days)))
        return month > 0;
    d->day = day;
    *in = rest;
    return month > 0 && day > 0;
}

bool date_take_era(struct str *in, struct date *d)
{
    static const struct {
        const char *name;
        unsigned before_first; /* the year before the first year of the era */
    } eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911},
                {"明治", 1867}, {"民國", 1911}, {"民国", 1911}};
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        if (!date_take(in, eras[i].name))
            continue;
        unsigned year = 1;
        if (!date_take(in, "元") && (!date_take_number(in, 1, 3, &year) || year == 0))
            return false;
        d->year = eras[i].before_first + year;
        return date_take_east_asian_rest(in, d);
    }
    return false;
}
