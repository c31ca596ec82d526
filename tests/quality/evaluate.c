/* SPDX-License-Identifier: GPL-2.0-or-later */
/* evaluate: measures how good a ranking is, by trec_eval's definitions.
 *
 *     evaluate [-q] RUN QRELS                    one run: nDCG@10, MAP, P@10, R@100, S@1, MRR
 *     evaluate [-q] --compare RUN_A RUN_B QRELS  two runs, with a paired t-test
 *
 * RUN has lines "topic Q0 document rank score tag". It is ordered by score, highest first, and
 * equal scores by document name in descending byte order; the rank column is ignored. QRELS has
 * lines "topic iteration document grade"; a grade of 1 or more is relevant, and a negative one
 * counts as not judged. In both, blank lines and lines that begin with '#' are ignored.
 *
 * Means are over the topics of QRELS that have a relevant document, so a topic without answers
 * counts as 0 (trec_eval's -c). Answers to other topics are left out.
 *
 * The data flow is: qrels -> topics with judgements -> answers of a run -> grades in rank order ->
 * scores -> means. The names in all structures point into the text of the file they came from. */

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum metric {
    METRIC_NDCG_10,
    METRIC_MAP,
    METRIC_P_10,
    METRIC_R_100,
    METRIC_S_1,
    METRIC_MRR,
    METRIC_COUNT
};

static const char *const metric_names[METRIC_COUNT] = {"nDCG@10", "MAP", "P@10",
                                                       "R@100",   "S@1", "MRR"};

struct scores {
    double of[METRIC_COUNT];
};

struct judgement {
    const char *document;
    long grade;
    size_t line;
};

struct answer {
    const char *document;
    double score;
    long grade; /* 0 if nobody judged it */
    size_t line;
};

struct topic {
    const char *name;
    struct judgement *judgements; /* by document, once topic_prepare has run */
    size_t n_judgements, max_judgements;
    size_t n_relevant;
    double ideal_dcg; /* DCG@10 of the best possible ranking */
    struct answer *answers;
    size_t n_answers, max_answers;
};

/* Topics in the order of the qrels, found by name in an open hash table. */
struct topics {
    struct topic *all;
    size_t n, max;
    size_t *slots;  /* 0 for an empty slot, else 1 + index into all */
    size_t n_slots; /* a power of two, or 0 before the first topic */
};

/* A text file held in memory and cut into fields in place. */
struct input {
    const char *path;
    char *text;
    char *next;
    size_t line; /* of the fields given last; counts from 1 */
};

struct options {
    bool is_comparison, per_topic;
    const char *run_paths[2];
    const char *qrels_path;
};

/* ---- Failure and memory: every failure ends the program with status 2 ---- */

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...)
{
    va_list args;

    fflush(stdout);
    fputs("evaluate: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

/* Makes room for one more element after the first n; *max elements are allocated. */
static void *array_reserve(void *array, size_t n, size_t *max, size_t element_bytes)
{
    if (n < *max)
        return array;
    *max = *max ? 2 * *max : 16;
    array = reallocarray(array, *max, element_bytes);
    if (!array)
        fail("out of memory");
    return array;
}

static void *array_new(size_t n, size_t element_bytes)
{
    void *array = calloc(n ? n : 1, element_bytes);

    if (!array)
        fail("out of memory");
    return array;
}

/* ---- Input: lines and fields ---- */

__attribute__((noreturn, format(printf, 3, 4))) static void
fail_at(const struct input *in, size_t line, const char *format, ...)
{
    char message[480];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    fail("%s:%zu: %s", in->path, line, message);
}

static size_t count_newlines(const char *start, const char *end)
{
    size_t n = 0;

    while ((start = memchr(start, '\n', (size_t)(end - start)))) {
        start++;
        n++;
    }
    return n;
}

static void input_open(struct input *in, const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t n = 0, max = 0;
    const char *nul;

    if (!file)
        fail("cannot open '%s': %s", path, strerror(errno));
    *in = (struct input){.path = path};
    do {
        in->text = array_reserve(in->text, n, &max, 1);
        n += fread(in->text + n, 1, max - n, file);
    } while (!feof(file) && !ferror(file));
    if (ferror(file))
        fail("cannot read '%s': %s", path, strerror(errno));
    fclose(file);

    nul = memchr(in->text, 0, n);
    if (nul)
        fail_at(in, 1 + count_newlines(in->text, nul), "a zero byte in a text file");
    in->text = array_reserve(in->text, n, &max, 1);
    in->text[n] = 0;
    in->next = in->text;
}

static void input_close(struct input *in)
{
    free(in->text);
}

/* Cuts line into fields, stores the first max of them and returns how many there are. */
static size_t cut_fields(char *line, char **fields, size_t max)
{
    static const char space[] = " \t\r\v\f";
    char *rest;
    size_t n = 0;

    for (char *field = strtok_r(line, space, &rest); field; field = strtok_r(NULL, space, &rest)) {
        if (n < max)
            fields[n] = field;
        n++;
    }
    return n;
}

/* Reads the fields of the next line that has any. Returns how many there are, or 0 at the end of
 * the file. */
static size_t input_next(struct input *in, char **fields, size_t max)
{
    size_t n = 0;

    while (n == 0 && *in->next) {
        char *line = in->next;

        in->next += strcspn(line, "\n");
        if (*in->next)
            *in->next++ = 0;
        in->line++;
        if (*line != '#')
            n = cut_fields(line, fields, max);
    }
    return n;
}

/* ---- Topics ---- */

static size_t name_hash(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 0x100000001b3;
    return (size_t)(hash ^ hash >> 32);
}

/* Returns the slot of the topic with that name, or the free one where it belongs. */
static size_t *topics_slot(const struct topics *topics, const char *name)
{
    for (size_t i = name_hash(name);; i++) {
        size_t *slot = &topics->slots[i & (topics->n_slots - 1)];

        if (!*slot || !strcmp(topics->all[*slot - 1].name, name))
            return slot;
    }
}

/* Rebuilds the hash table with n_slots slots, a power of two greater than the number of topics. */
static void topics_rehash(struct topics *topics, size_t n_slots)
{
    free(topics->slots);
    topics->slots = array_new(n_slots, sizeof(*topics->slots));
    topics->n_slots = n_slots;
    for (size_t i = 0; i < topics->n; i++)
        *topics_slot(topics, topics->all[i].name) = i + 1;
}

/* Returns the topic with that name, or NULL. */
static struct topic *topics_find(const struct topics *topics, const char *name)
{
    size_t slot = topics->n ? *topics_slot(topics, name) : 0;

    return slot ? &topics->all[slot - 1] : NULL;
}

/* Returns the topic with that name, and adds it if there is none. Valid until the next call. */
static struct topic *topics_get(struct topics *topics, const char *name)
{
    struct topic *topic = topics_find(topics, name);

    if (topic)
        return topic;
    if (2 * (topics->n + 1) > topics->n_slots)
        topics_rehash(topics, topics->n_slots ? 2 * topics->n_slots : 64);
    topics->all = array_reserve(topics->all, topics->n, &topics->max, sizeof(*topics->all));
    topics->all[topics->n] = (struct topic){.name = name};
    *topics_slot(topics, name) = topics->n + 1;
    return &topics->all[topics->n++];
}

static void topic_done(struct topic *topic)
{
    free(topic->judgements);
    free(topic->answers);
}

static void topics_done(struct topics *topics)
{
    for (size_t i = 0; i < topics->n; i++)
        topic_done(&topics->all[i]);
    free(topics->all);
    free(topics->slots);
}

/* ---- Judgements ---- */

static int judgement_by_grade(const void *left, const void *right)
{
    const struct judgement *a = left, *b = right;

    return (a->grade < b->grade) - (a->grade > b->grade);
}

static int judgement_by_document(const void *left, const void *right)
{
    const struct judgement *a = left, *b = right;
    int order = strcmp(a->document, b->document);

    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static double gain_at(long grade, size_t rank)
{
    return (double)grade / log2((double)rank + 1);
}

/* Sorts the judgements by document and computes everything that depends on them alone. */
static void topic_prepare(struct topic *topic, const struct input *qrels)
{
    struct judgement *all = topic->judgements;
    size_t n = topic->n_judgements;

    qsort(all, n, sizeof(*all), judgement_by_grade);
    for (size_t i = 0; i < n && all[i].grade > 0; i++) {
        topic->n_relevant++;
        if (i < 10)
            topic->ideal_dcg += gain_at(all[i].grade, i + 1);
    }

    qsort(all, n, sizeof(*all), judgement_by_document);
    for (size_t i = 1; i < n; i++)
        if (!strcmp(all[i - 1].document, all[i].document))
            fail_at(qrels, all[i].line, "document '%s' is judged twice for topic '%s'",
                    all[i].document, topic->name);
}

/* Drops the topics without a relevant document: no measure is defined for them. */
static void topics_keep_relevant(struct topics *topics)
{
    size_t n = 0;

    for (size_t i = 0; i < topics->n; i++) {
        if (topics->all[i].n_relevant > 0)
            topics->all[n++] = topics->all[i];
        else
            topic_done(&topics->all[i]);
    }
    topics->n = n;
    topics_rehash(topics, topics->n_slots ? topics->n_slots : 1);
}

static long parse_grade(const struct input *in, const char *field)
{
    char *end;
    long grade;

    errno = 0;
    grade = strtol(field, &end, 10);
    if (end == field || *end || errno)
        fail_at(in, in->line, "the grade '%s' is not a whole number", field);
    return grade;
}

static void topics_read_qrels(struct topics *topics, struct input *in)
{
    char *fields[4];
    size_t n;

    while ((n = input_next(in, fields, 4))) {
        struct topic *topic;

        if (n != 4)
            fail_at(in, in->line, "%zu columns, not the 4 of a judgement", n);
        topic = topics_get(topics, fields[0]);
        topic->judgements = array_reserve(topic->judgements, topic->n_judgements,
                                          &topic->max_judgements, sizeof(*topic->judgements));
        topic->judgements[topic->n_judgements++] = (struct judgement){
            .document = fields[2], .grade = parse_grade(in, fields[3]), .line = in->line};
    }
    for (size_t i = 0; i < topics->n; i++)
        topic_prepare(&topics->all[i], in);
    topics_keep_relevant(topics);
    if (topics->n == 0)
        fail("%s: no topic has a relevant document", in->path);
}

/* ---- Runs ---- */

static int answer_by_document(const void *left, const void *right)
{
    const struct answer *a = left, *b = right;
    int order = strcmp(a->document, b->document);

    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int answer_by_rank(const void *left, const void *right)
{
    const struct answer *a = left, *b = right;

    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return strcmp(b->document, a->document);
}

static double parse_score(const struct input *in, const char *field)
{
    char *end;
    double score = strtod(field, &end);

    if (end == field || *end || !isfinite(score))
        fail_at(in, in->line, "the score '%s' is not a number", field);
    return score;
}

static void topics_read_run(struct topics *topics, struct input *in)
{
    char *fields[6];
    size_t n;

    while ((n = input_next(in, fields, 6))) {
        struct topic *topic;
        double score;

        if (n < 6)
            fail_at(in, in->line, "%zu columns, not the 6 of a run", n);
        score = parse_score(in, fields[4]);
        topic = topics_find(topics, fields[0]);
        if (!topic)
            continue;
        topic->answers = array_reserve(topic->answers, topic->n_answers, &topic->max_answers,
                                       sizeof(*topic->answers));
        topic->answers[topic->n_answers++] = (struct answer){
            .document = fields[2], .score = score, .line = in->line};
    }
}

/* Gives every answer its grade, then puts the answers in rank order. */
static void topic_rank(struct topic *topic, const struct input *run)
{
    struct answer *answers = topic->answers;
    size_t n = topic->n_answers;
    const struct judgement *judged = topic->judgements;
    const struct judgement *end = judged + topic->n_judgements;

    if (n == 0)
        return;
    qsort(answers, n, sizeof(*answers), answer_by_document);
    for (size_t i = 0; i < n; i++) {
        const char *document = answers[i].document;

        if (i > 0 && !strcmp(answers[i - 1].document, document))
            fail_at(run, answers[i].line, "document '%s' is listed twice for topic '%s'", document,
                    topic->name);
        while (judged < end && strcmp(judged->document, document) < 0)
            judged++;
        if (judged < end && !strcmp(judged->document, document))
            answers[i].grade = judged->grade;
    }
    qsort(answers, n, sizeof(*answers), answer_by_rank);
}

/* Computes the topic's measures. Its answers must be in rank order. */
static struct scores topic_score(const struct topic *topic)
{
    struct scores scores = {0};
    double dcg = 0, sum_precision = 0;
    size_t n_found = 0, n_found_10 = 0, n_found_100 = 0;

    for (size_t rank = 1; rank <= topic->n_answers; rank++) {
        long grade = topic->answers[rank - 1].grade;

        if (grade < 1)
            continue;
        if (n_found++ == 0) {
            scores.of[METRIC_S_1] = rank == 1;
            scores.of[METRIC_MRR] = 1 / (double)rank;
        }
        sum_precision += (double)n_found / (double)rank;
        if (rank <= 10) {
            n_found_10++;
            dcg += gain_at(grade, rank);
        }
        if (rank <= 100)
            n_found_100++;
    }
    scores.of[METRIC_NDCG_10] = dcg / topic->ideal_dcg;
    scores.of[METRIC_MAP] = sum_precision / (double)topic->n_relevant;
    scores.of[METRIC_P_10] = (double)n_found_10 / 10;
    scores.of[METRIC_R_100] = (double)n_found_100 / (double)topic->n_relevant;
    return scores;
}

/* Returns the scores of a run, one element for each topic. The caller frees them. */
static struct scores *topics_score_run(struct topics *topics, const char *path)
{
    struct scores *scores = array_new(topics->n, sizeof(*scores));
    struct input run;

    input_open(&run, path);
    topics_read_run(topics, &run);
    for (size_t i = 0; i < topics->n; i++) {
        topic_rank(&topics->all[i], &run);
        scores[i] = topic_score(&topics->all[i]);
        topics->all[i].n_answers = 0;
    }
    input_close(&run);
    return scores;
}

/* ---- Statistics ---- */

static double scores_mean(const struct scores *scores, size_t n, enum metric metric)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += scores[i].of[metric];
    return sum / (double)n;
}

/* Lentz's step: value with 1 added to its product with term, kept away from zero. */
static double lentz(double term, double value)
{
    double next = 1 + term * value;

    return fabs(next) < 1e-300 ? 1e-300 : next;
}

/* The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
static double beta_fraction(double a, double b, double x)
{
    double numerator = 1;
    double denominator = 1 / lentz(-(a + b) * x / (a + 1), 1);
    double fraction = denominator;
    double change = 0;

    for (double m = 1; m < 100000 && fabs(change - 1) > 1e-15; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));

        denominator = 1 / lentz(even, denominator);
        numerator = lentz(even, 1 / numerator);
        fraction *= denominator * numerator;
        denominator = 1 / lentz(odd, denominator);
        numerator = lentz(odd, 1 / numerator);
        change = denominator * numerator;
        fraction *= change;
    }
    return fraction;
}

/* The regularised incomplete beta function I_x(a, b), for a, b > 0. */
static double beta_incomplete(double a, double b, double x)
{
    double front;

    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* Returns the two-sided p of a paired t-test; 1 for equal runs, NaN if there is only one topic. */
static double paired_t_test(const struct scores *a, const struct scores *b, size_t n,
                            enum metric metric)
{
    double mean = scores_mean(a, n, metric) - scores_mean(b, n, metric);
    double df = (double)n - 1;
    double squares = 0, t_squared;
    bool is_equal = true;

    for (size_t i = 0; i < n; i++) {
        double difference = a[i].of[metric] - b[i].of[metric];

        squares += (difference - mean) * (difference - mean);
        is_equal = is_equal && difference == 0;
    }
    if (is_equal || n < 2)
        return is_equal ? 1 : NAN;
    t_squared = mean * mean * (double)n * df / squares;
    return beta_incomplete(df / 2, 0.5, df / (df + t_squared));
}

/* ---- Output: tab-separated columns ---- */

static void print_row(const char *metric, const char *topic, double value)
{
    printf("%s\t%s\t%.4f\n", metric, topic, value);
}

static void print_run(const struct topics *topics, const struct scores *scores, bool per_topic)
{
    for (size_t i = 0; per_topic && i < topics->n; i++)
        for (enum metric m = 0; m < METRIC_COUNT; m++)
            print_row(metric_names[m], topics->all[i].name, scores[i].of[m]);
    for (enum metric m = 0; m < METRIC_COUNT; m++)
        print_row(metric_names[m], "all", scores_mean(scores, topics->n, m));
}

static void print_pair(const char *metric, const char *topic, double a, double b)
{
    double difference = fabs(a - b) < 0.00005 ? 0 : a - b; /* no "-0.0000" */

    printf("%s\t%s\t%.4f\t%.4f\t%+.4f", metric, topic, a, b, difference);
}

static void print_comparison(const struct topics *topics, const struct scores *a,
                             const struct scores *b, bool per_topic)
{
    size_t n = topics->n;

    printf("metric\ttopic\tA\tB\tA-B\tp\n");
    for (size_t i = 0; per_topic && i < n; i++)
        for (enum metric m = 0; m < METRIC_COUNT; m++) {
            print_pair(metric_names[m], topics->all[i].name, a[i].of[m], b[i].of[m]);
            printf("\t-\n");
        }
    for (enum metric m = 0; m < METRIC_COUNT; m++) {
        double p = paired_t_test(a, b, n, m);

        print_pair(metric_names[m], "all", scores_mean(a, n, m), scores_mean(b, n, m));
        if (isnan(p))
            printf("\t-\n");
        else
            printf("\t%.4f\n", p);
    }
}

/* ---- The program ---- */

static const char usage[] =
    "Usage: evaluate [-q] RUN QRELS\n"
    "       evaluate [-q] --compare RUN_A RUN_B QRELS\n"
    "Print nDCG@10, MAP, P@10, R@100, success@1 and MRR of a ranking, or of two with a\n"
    "paired t-test.\n"
    "\n"
    "  -q, --per-topic  the values of every topic, then the means\n"
    "      --compare    two runs: both means, their difference and its p\n"
    "  -h, --help       this text\n"
    "\n"
    "RUN lines: topic Q0 document rank score tag. QRELS lines: topic iteration document grade.\n"
    "Exit status: 0, or 2 for a wrong command line or input.\n";

static struct options options_parse(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"per-topic", no_argument, NULL, 'q'},
        {"compare", no_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    struct options options = {0};
    int n_runs, option;

    while ((option = getopt_long(argc, argv, "qh", long_options, NULL)) != -1) {
        switch (option) {
        case 'q':
            options.per_topic = true;
            break;
        case 'c':
            options.is_comparison = true;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(0);
        default:
            fputs(usage, stderr);
            exit(2);
        }
    }
    n_runs = options.is_comparison ? 2 : 1;
    if (argc - optind != n_runs + 1) {
        fputs(usage, stderr);
        exit(2);
    }
    for (int i = 0; i < n_runs; i++)
        options.run_paths[i] = argv[optind + i];
    options.qrels_path = argv[argc - 1];
    return options;
}

int main(int argc, char **argv)
{
    struct options options = options_parse(argc, argv);
    struct topics topics = {0};
    struct scores *a, *b = NULL;
    struct input qrels;

    input_open(&qrels, options.qrels_path);
    topics_read_qrels(&topics, &qrels);
    a = topics_score_run(&topics, options.run_paths[0]);
    if (options.is_comparison) {
        b = topics_score_run(&topics, options.run_paths[1]);
        print_comparison(&topics, a, b, options.per_topic);
    } else {
        print_run(&topics, a, options.per_topic);
    }

    free(a);
    free(b);
    topics_done(&topics);
    input_close(&qrels);
    if (fflush(stdout) || ferror(stdout))
        fail("cannot write the results: %s", strerror(errno));
    return 0;
}
