/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests codes, stop words and the detection of languages. */
#include "text/analyser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static language_id id_of(const char *code)
{
    return language_by_code(str_of(code));
}

static void codes_and_names(void **state)
{
    (void)state;
    assert_in_range(language_count(), 41, LANGUAGE_LIMIT - 1);
    for (language_id id = 1; id <= language_count(); id++)
        assert_int_equal(id_of(language_code(id)), id);
    assert_string_equal(language_code(id_of("German")), "de");
    assert_string_equal(language_code(id_of("de_DE.UTF-8")), "de");
    assert_string_equal(language_code(id_of("PT-br")), "pt");
    assert_string_equal(language_code(id_of("nb")), "no");
    assert_string_equal(language_code(id_of("farsi")), "fa");
    assert_string_equal(language_code(id_of("deu")), "de");
    assert_string_equal(language_code(id_of("ger")), "de");
    assert_string_equal(language_code(id_of("nno-NO")), "no");
    assert_string_equal(language_code(id_of("cmn-Hans")), "zh");
    assert_string_equal(language_code(id_of("русский")), "ru");
    assert_string_equal(language_code(id_of("Français")), "fr");
    assert_string_equal(language_code(id_of("cz")), "cs");
    assert_int_equal(id_of("und"), LANGUAGE_UNKNOWN);
    assert_true(language_is_code(STR_LITERAL("sw")));
    assert_true(language_is_code(STR_LITERAL("DE")));
    assert_false(language_is_code(STR_LITERAL("xx")));
    assert_false(language_is_code(STR_LITERAL("d ")));
    assert_false(language_is_code(STR_LITERAL("swa")));
    assert_int_equal(id_of(""), LANGUAGE_UNKNOWN);
    assert_int_equal(id_of("xx"), LANGUAGE_UNKNOWN);
    assert_int_equal(id_of("-"), LANGUAGE_UNKNOWN);
    assert_int_equal(id_of("de1"), LANGUAGE_UNKNOWN);
    assert_string_equal(language_code(LANGUAGE_UNKNOWN), "");
    assert_string_equal(language_code(LANGUAGE_LIMIT), "");
}

static void stop_words(void **state)
{
    (void)state;
    assert_true(language_is_stop_word(id_of("en"), STR_LITERAL("the")));
    assert_true(language_is_stop_word(id_of("en"), STR_LITERAL("don't")));
    assert_true(language_is_stop_word(id_of("de"), STR_LITERAL("für")));
    assert_true(language_is_stop_word(id_of("ar"), STR_LITERAL("الذي")));
    assert_true(language_is_stop_word(id_of("ja"), STR_LITERAL("です")));
    assert_false(language_is_stop_word(id_of("en"), STR_LITERAL("th")));
    assert_false(language_is_stop_word(id_of("en"), STR_LITERAL("the a")));
    assert_false(language_is_stop_word(id_of("en"), STR_LITERAL("ohio")));
    assert_false(language_is_stop_word(id_of("en"), STR_LITERAL("")));
    assert_false(language_is_stop_word(LANGUAGE_UNKNOWN, STR_LITERAL("the")));
    assert_false(language_is_stop_word(LANGUAGE_LIMIT, STR_LITERAL("the")));
}

/* Each language's stop words must be in the form that the analyser produces. */
static void stop_words_are_folded(void **state)
{
#define LANGUAGE(code, name, words) {code, words},
    static const struct {
        const char *code, *words;
    } lists[] = {
#include "text/stopwords.def"
    };
#undef LANGUAGE
    struct analyser *a = analyser_new((struct analyser_settings){0});

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct token token;
        struct str words = str_of(lists[i].words);
        size_t at = 0;

        analyser_start(a, words, 1);
        while (analyser_next(a, &token)) {
            size_t end = str_find_char(words, ' ', at);

            if (!str_equal(token.form, str_slice(words, at, end)))
                fail_msg("%s: \"%.*s\" is \"%.*s\" to the analyser", lists[i].code, (int)(end - at),
                         words.p + at, STR_PRINT(token.form));
            if (!language_is_stop_word(id_of(lists[i].code), token.form))
                fail_msg("%s: \"%.*s\" is no stop word", lists[i].code, STR_PRINT(token.form));
            at = end + 1;
        }
        if (at < words.n)
            fail_msg("%s: \"%s\" is no word", lists[i].code, words.p + at);
    }
    analyser_free(a);
}

static const struct {
    const char *code, *text;
} samples[] = {
    {"en", "The library will be open on Saturdays after the levy passed in November."},
    {"de", "Die Bibliothek ist ab November auch am Samstag für alle Besucher geöffnet."},
    {"fr", "La bibliothèque sera ouverte le samedi après le vote du conseil municipal."},
    {"es", "La biblioteca estará abierta los sábados después de la votación del consejo."},
    {"it", "La biblioteca sarà aperta il sabato dopo il voto del consiglio della città."},
    {"pt", "A biblioteca estará aberta aos sábados depois da votação do conselho, não antes."},
    {"nl", "De bibliotheek is vanaf november ook op zaterdag open voor het publiek."},
    {"sv", "Biblioteket är öppet på lördagar efter att kommunen har fattat ett beslut."},
    {"da", "Biblioteket er åbent om lørdagen, efter at kommunen har vedtaget det i efteråret."},
    {"no", "Biblioteket er åpent på lørdager etter at kommunen har vedtatt det, ikke før."},
    {"fi", "Kirjasto on auki myös lauantaisin, koska kaupunki on päättänyt että se voi olla."},
    {"hu", "A könyvtár szombaton is nyitva lesz, mert a város így döntött az őszi ülésen."},
    {"ro", "Biblioteca va fi deschisă sâmbăta după votul consiliului, pentru toți cititorii."},
    {"pl", "Biblioteka będzie otwarta w soboty po głosowaniu, które odbyło się w listopadzie."},
    {"cs", "Knihovna bude otevřena také v sobotu, protože rada města tak rozhodla na podzim."},
    {"sk", "Knižnica bude otvorená aj v sobotu, pretože rada mesta tak rozhodla na jeseň."},
    {"sl", "Knjižnica bo odprta tudi v soboto, ker je mestni svet tako odločil v jeseni."},
    {"hr", "Knjižnica će biti otvorena i subotom jer je gradsko vijeće tako odlučilo, što je "
           "također dobro."},
    {"tr", "Kütüphane cumartesi günleri de açık olacak, çünkü belediye bu kararı daha önce aldı."},
    {"vi", "Thư viện sẽ mở cửa vào thứ bảy sau khi hội đồng thành phố đã bỏ phiếu."},
    {"id", "Perpustakaan akan dibuka pada hari Sabtu setelah dewan kota memutuskan hal itu."},
    {"ca", "La biblioteca estarà oberta els dissabtes després de la votació amb els veïns."},
    {"eu", "Liburutegia larunbatetan ere zabalik egongo da, eta hori oso ona da guztiontzat."},
    {"ga", "Beidh an leabharlann ar oscailt agus tá sé sin go maith do na daoine sa chathair."},
    {"lt", "Biblioteka bus atidaryta ir šeštadieniais, nes miesto taryba taip nusprendė."},
    {"lv", "Bibliotēka būs atvērta arī sestdienās, jo pilsētas dome tā ir nolēmusi."},
    {"et", "Raamatukogu on avatud ka laupäeval, sest linn on nii otsustanud ja see on hea."},
    {"ru", "Библиотека будет открыта и по субботам, потому что так решил городской совет."},
    {"uk", "Бібліотека буде відкрита і в суботу, тому що так вирішила міська рада."},
    {"bg", "Библиотеката ще бъде отворена и в събота, защото така реши градският съвет."},
    {"sr", "Библиотека ће бити отворена и суботом јер је градско веће тако одлучило."},
    {"el", "Η βιβλιοθήκη θα είναι ανοιχτή τα Σάββατα μετά την ψηφοφορία."},
    {"ar", "ستكون المكتبة مفتوحة يوم السبت بعد تصويت مجلس المدينة على ذلك."},
    {"fa", "کتابخانه پس از رأی شورای شهر در روزهای شنبه نیز باز خواهد بود."},
    {"he", "הספרייה תהיה פתוחה גם בשבת לאחר ההצבעה של מועצת העיר."},
    {"yi", "די ביבליאטעק וועט זיין אפן און דאס איז גוט פאר אלע מענטשן."},
    {"hi", "पुस्तकालय अब शनिवार को भी खुला रहेगा क्योंकि नगर परिषद ने यह निर्णय लिया है।"},
    {"ne", "पुस्तकालय अब शनिबार पनि खुला हुनेछ किनभने नगरपालिकाले यो निर्णय गरेको छ।"},
    {"ja", "図書館は市議会の投票の後、土曜日も開館します。"},
    {"zh", "市议会投票后，图书馆将在星期六开放。"},
    {"ko", "도서관은 시의회 투표 후 토요일에도 문을 엽니다."},
    {"th", "ห้องสมุดจะเปิดในวันเสาร์หลังจากการลงคะแนนเสียง"},
    {"hy", "Գրադարանը բաց կլինի շաբաթ օրերին։"},
    {"ta", "நூலகம் சனிக்கிழமைகளில் திறந்திருக்கும்."},
};

static void languages_are_told_apart(void **state)
{
    size_t n_wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const char *found = language_code(language_detect(str_of(samples[i].text)));

        if (strcmp(found, samples[i].code) != 0) {
            print_message("%s is taken for \"%s\": %s\n", samples[i].code, found, samples[i].text);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void what_says_too_little_is_unknown(void **state)
{
    static const char *const texts[] = {
        "", "  ", "12 34.5 --", "Pressmark", "xyzzy qwrt zzzz", "Shr 45 cts vs 58 cts Revs 7.9 mln",
        "😀"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(language_detect(str_of(texts[i])), LANGUAGE_UNKNOWN);
}

static void names_do_not_outweigh_words(void **state)
{
    (void)state;
    assert_string_equal(
        language_code(language_detect(STR_LITERAL(
            "Zu den Mannschaften in der Stadt gehören die Los Angeles Rams, die Los Angeles "
            "Lakers, die Los Angeles Clippers, die Los Angeles Dodgers und die Los Angeles "
            "Galaxy."))),
        "de");
}

static language_id detected(const char *text)
{
    return language_detect(str_of(text));
}

/* One sentence suffices if it fits one language, or two closely related ones. */
static void little_text(void **state)
{
    (void)state;
    assert_string_equal(language_code(detected("Счёт на оплату")), "ru");
    assert_string_equal(language_code(detected("Отчёт за май")), "ru");
    assert_string_equal(language_code(detected("Це інший звіт за травень")), "uk");
    assert_string_equal(language_code(detected("שלום עולם")), "he");
    assert_string_equal(language_code(detected("Los manzanos florecen en mayo y las abejas vuelan "
                                               "todo el día.")),
                        "es");
    assert_string_equal(
        language_code(detected("Die Quitten wurden im Oktober vom Dorf gepflückt.")), "de");
    assert_int_equal(detected("abc 123 foo_bar"), LANGUAGE_UNKNOWN);
    const char *near = language_code(detected("Han kom hjem og vi var glade for det."));
    assert_true(strcmp(near, "da") == 0 || strcmp(near, "no") == 0);
}

/* A licence or preface in another language does not determine the language of a long text. */
static void long_text_of_two_languages(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    for (int i = 0; i < 20; i++)
        buf_append_str(&text, STR_LITERAL("This is the license that would be in front of the text "
                                          "which it was made for.\n"));
    for (int i = 0; i < 300; i++)
        buf_append_str(&text, STR_LITERAL("Die Quitten wurden im Oktober von allen gepflückt und "
                                          "dann zur Mühle getragen.\n"));
    assert_string_equal(language_code(language_detect(buf_str(&text))), "de");
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_names),
        cmocka_unit_test(stop_words),
        cmocka_unit_test(stop_words_are_folded),
        cmocka_unit_test(languages_are_told_apart),
        cmocka_unit_test(what_says_too_little_is_unknown),
        cmocka_unit_test(names_do_not_outweigh_words),
        cmocka_unit_test(little_text),
        cmocka_unit_test(long_text_of_two_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
