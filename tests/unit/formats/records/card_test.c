/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of calendars and address books. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void an_event_is_a_document(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_CARD,
        "BEGIN:VCALENDAR\r\nPRODID:-//x\r\nBEGIN:VEVENT\r\n"
        "DTSTART;TZID=\"a:b\":20210203T100000\r\nSUMMARY:Pruning in the orch\r\n ard\r\n"
        "DESCRIPTION:Bring gloves\\, ladders\\nand soup.\r\nBEGIN:VALARM\r\n"
        "DESCRIPTION:ring\r\nEND:VALARM\r\nUID:7\r\nEND:VEVENT\r\n"
        "BEGIN:VTODO\r\nSUMMARY:Buy figs\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
        WORDS("gloves"),
        "id: 7\ntitle: Pruning in the orchard\ndate = 20210203T100000\n7:0 gloves\n"
        "navigation: ring\n"
        "[Pruning in the orchard\nBring gloves, ladders\nand soup.\n\nring]\n"
        "id: 2\ntitle: Buy figs\nno gloves\n[Buy figs]\n");
}

static void what_is_said_beside_the_properties_can_be_found(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CARD,
                    "BEGIN:VCALENDAR\nX-WR-CALDESC:All trees\nBEGIN:VEVENT\nSUMMARY:Pruning\n"
                    "X-ALT-DESC;FMTTYPE=text/html:<p>Bring <b>gloves</b></p>\nEND:VEVENT\n"
                    "END:VCALENDAR\n",
                    NULL,
                    "id: 1\ntitle: Pruning\nnavigation: All trees\n"
                    "[Pruning\n\nAll trees\nBring gloves]\n");
    assert_extracts(FORMAT_CARD, "BEGIN:VCARD\nN:Lee;Ann;Maria;Dr.;\nFN:Ann Lee\nEND:VCARD\n", NULL,
                    "id: 1\ntitle: Ann Lee\nnavigation: Ann Maria Dr. Lee\n"
                    "[Ann Lee\n\nAnn Maria Dr. Lee]\n");
}

static void a_card_is_a_document(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CARD,
                    "BEGIN:VCARD\nVERSION:3.0\nN:Lee;Ann;;;\nFN:Ann Lee\n"
                    "item1.EMAIL;TYPE=home:ann@example.org\nADR:;;Mill Street 1;Canton\n"
                    "PHOTO;ENCODING=b:aGVsbG8=\nEND:VCARD\n",
                    NULL,
                    "id: 1\ntitle: Ann Lee\n[Ann Lee\nann@example.org\nMill Street 1 Canton]\n");
}

static void people_and_private_properties_are_read(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_CARD,
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Orchard\nBEGIN:VEVENT\nSUMMARY:Meet\nX-MICROSOFT-BUSY:OOF\n"
        "ATTENDEE;CN=\"Lee, Ann\";RSVP=TRUE:mailto:a@x\nORGANIZER;CN=Bob:mailto:b@x\n"
        "END:VEVENT\n",
        NULL,
        "id: 1\ntitle: Meet\ncalendar = Orchard\n[Meet\nLee, Ann mailto:a@x\nBob mailto:b@x]\n");
    assert_extracts(FORMAT_CARD,
                    "BEGIN:VCARD\nFN:Ann\nX-SKYPE:ann.lee\nitem1.X-ABLabel:_$!<Other>!$_\n"
                    "BDAY:1980-02-03\nREV:20210203T100000Z\nEND:VCARD\n",
                    NULL,
                    "id: 1\ntitle: Ann\nbirthday = 1980-02-03\nmodified = 20210203T100000Z\n"
                    "[Ann\nann.lee\nOther]\n");
}

static void cards_of_early_phones_are_read(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_CARD,
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Ann;;;\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:two =\nlines\nEND:VCARD\n",
        NULL, "id: 1\ntitle: Ann Müller\n[two lines\nAnn Müller]\n");
}

static void what_ends_early_is_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CARD, "BEGIN:VCARD\nFN:Ann\nno property\nNOTE:x", NULL,
                    "id: 1\ntitle: Ann\n[Ann\nno property\nx]\n");
    assert_extracts(FORMAT_CARD, "some text", NULL, "title: \n[some text]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_a_document),
        cmocka_unit_test(a_card_is_a_document),
        cmocka_unit_test(what_is_said_beside_the_properties_can_be_found),
        cmocka_unit_test(people_and_private_properties_are_read),
        cmocka_unit_test(cards_of_early_phones_are_read),
        cmocka_unit_test(what_ends_early_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
