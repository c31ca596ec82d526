/* SPDX-License-Identifier: GPL-2.0-or-later */

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * Answers the topics of a test collection with Lucene's BM25, as the peer that Pressmark is
 * measured against.
 *
 * <p>LuceneRun CORPUS.jsonl TOPICS.tsv LANGUAGE OUT_PREFIX writes OUT_PREFIX-0.9-0.4.run and
 * OUT_PREFIX-1.2-0.75.run, named by k1 and b. Title and text are one field, analysed by the
 * language's analyser; a query is the OR of the topic's terms, each as often as it stands there.
 */
public final class LuceneRun {
    private static final String FIELD = "contents";
    private static final int MAX_HITS = 1000;
    private static final float[][] K1_AND_B = {{0.9f, 0.4f}, {1.2f, 0.75f}};

    /** Packages of the languages' analysers; the class is the language's name + "Analyzer". */
    private static final Map<String, String> PACKAGES =
            Map.ofEntries(
                    Map.entry("arabic", "ar"),
                    Map.entry("bengali", "bn"),
                    Map.entry("bulgarian", "bg"),
                    Map.entry("catalan", "ca"),
                    Map.entry("czech", "cz"),
                    Map.entry("danish", "da"),
                    Map.entry("dutch", "nl"),
                    Map.entry("english", "en"),
                    Map.entry("finnish", "fi"),
                    Map.entry("french", "fr"),
                    Map.entry("german", "de"),
                    Map.entry("greek", "el"),
                    Map.entry("hindi", "hi"),
                    Map.entry("hungarian", "hu"),
                    Map.entry("indonesian", "id"),
                    Map.entry("italian", "it"),
                    Map.entry("japanese", "ja"),
                    Map.entry("norwegian", "no"),
                    Map.entry("persian", "fa"),
                    Map.entry("portuguese", "pt"),
                    Map.entry("romanian", "ro"),
                    Map.entry("russian", "ru"),
                    Map.entry("spanish", "es"),
                    Map.entry("swedish", "sv"),
                    Map.entry("thai", "th"),
                    Map.entry("turkish", "tr"));

    private LuceneRun() {}

    public static void main(String[] args) {
        if (args.length != 4) {
            System.err.println("Usage: LuceneRun CORPUS.jsonl TOPICS.tsv LANGUAGE OUT_PREFIX");
            System.exit(2);
        }
        try {
            run(Path.of(args[0]), Path.of(args[1]), args[2], args[3]);
        } catch (IOException | ReflectiveOperationException | IllegalArgumentException e) {
            System.err.println("LuceneRun: " + e);
            System.exit(2);
        }
    }

    private static void run(Path corpus, Path topics, String language, String outPrefix)
            throws IOException, ReflectiveOperationException {
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        try (Analyzer analyzer = analyzerOf(language);
                Directory directory = new ByteBuffersDirectory()) {
            index(corpus, analyzer, directory);
            try (IndexReader reader = DirectoryReader.open(directory)) {
                for (float[] setting : K1_AND_B) {
                    String tag = setting[0] + "-" + setting[1];
                    IndexSearcher searcher = new IndexSearcher(reader);
                    searcher.setSimilarity(new BM25Similarity(setting[0], setting[1]));
                    Path out = Path.of(outPrefix + "-" + tag + ".run");
                    answer(topics, analyzer, searcher, tag, out);
                }
            }
        }
    }

    /** The language's own analyser; character pairs for Chinese, Korean and a missing Japanese. */
    private static Analyzer analyzerOf(String language) throws ReflectiveOperationException {
        if (language.equals("chinese") || language.equals("korean")) {
            return new CJKAnalyzer();
        }
        String inPackage = PACKAGES.get(language);
        if (inPackage == null) {
            throw new IllegalArgumentException("no analyser for the language '" + language + "'");
        }
        String name =
                "org.apache.lucene.analysis." + inPackage + "."
                        + Character.toUpperCase(language.charAt(0)) + language.substring(1)
                        + "Analyzer";
        try {
            return (Analyzer) Class.forName(name).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            if (!language.equals("japanese")) {
                throw e;
            }
            System.err.println("LuceneRun: no JapaneseAnalyzer here, taking CJKAnalyzer");
            return new CJKAnalyzer();
        }
    }

    /** One segment with the default similarity: BM25's k1 and b matter at search time only. */
    private static void index(Path corpus, Analyzer analyzer, Directory directory)
            throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            int lineNumber = 0;
            for (String line : Files.readAllLines(corpus, StandardCharsets.UTF_8)) {
                lineNumber++;
                if (!line.isBlank()) {
                    writer.addDocument(document(new Record(line, corpus + ":" + lineNumber)));
                }
            }
            writer.forceMerge(1);
        }
    }

    private static Document document(Record json) {
        Document document = new Document();
        document.add(new StoredField("id", json.get("id")));
        String contents = json.getOrEmpty("title") + " " + json.getOrEmpty("text");
        document.add(new TextField(FIELD, contents, Field.Store.NO));
        return document;
    }

    private static void answer(
            Path topics, Analyzer analyzer, IndexSearcher searcher, String tag, Path out)
            throws IOException {
        try (PrintWriter run = new PrintWriter(Files.newBufferedWriter(out))) {
            int lineNumber = 0;
            for (String line : Files.readAllLines(topics, StandardCharsets.UTF_8)) {
                lineNumber++;
                int tab = line.indexOf('\t');
                if (tab < 1) {
                    throw new IllegalArgumentException(
                            topics + ":" + lineNumber + ": no tab after the topic's id");
                }
                String id = line.substring(0, tab);
                Query query = bagOfWords(analyzer, line.substring(tab + 1));
                writeHits(run, id, searcher, searcher.search(query, MAX_HITS).scoreDocs, tag);
            }
            if (run.checkError()) {
                throw new IOException("cannot write " + out);
            }
        }
    }

    /** As Anserini does, equal scores are told apart, so that every evaluation keeps this order. */
    private static void writeHits(
            PrintWriter run, String topic, IndexSearcher searcher, ScoreDoc[] hits, String tag)
            throws IOException {
        float score = Float.MAX_VALUE;
        for (int i = 0; i < hits.length; i++) {
            String document = searcher.doc(hits[i].doc).get("id");
            score = Math.min(hits[i].score, Math.nextDown(score));
            run.println(
                    topic + " Q0 " + document + " " + (i + 1) + " " + score + " lucene-" + tag);
        }
    }

    private static Query bagOfWords(Analyzer analyzer, String text) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        try (TokenStream tokens = analyzer.tokenStream(FIELD, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                TermQuery word = new TermQuery(new Term(FIELD, term.toString()));
                query.add(word, BooleanClause.Occur.SHOULD);
            }
            tokens.end();
        }
        return query.build();
    }

    /** One line of a JSONL file: a flat object whose values are strings. */
    private static final class Record {
        private final String json;
        private final String place;
        private final Map<String, String> values = new HashMap<>();
        private int at;

        /** Parses json; place (file:line) is told in the message where it is malformed. */
        Record(String json, String place) {
            this.json = json;
            this.place = place;
            parseObject();
        }

        String get(String key) {
            String value = values.get(key);
            if (value == null) {
                throw new IllegalArgumentException(place + ": no \"" + key + "\" in the record");
            }
            return value;
        }

        String getOrEmpty(String key) {
            return values.getOrDefault(key, "");
        }

        private void parseObject() {
            expect('{');
            if (!accept('}')) {
                do {
                    skipSpace();
                    String key = parseString();
                    expect(':');
                    skipSpace();
                    values.put(key, parseString());
                } while (accept(','));
                expect('}');
            }
            skipSpace();
            if (at != json.length()) {
                throw malformed("more text after the object");
            }
        }

        private String parseString() {
            StringBuilder text = new StringBuilder();
            if (next() != '"') {
                throw malformed("a string was expected");
            }
            for (char c = next(); c != '"'; c = next()) {
                if (c < ' ') {
                    throw malformed("a control character in a string");
                }
                text.append(c == '\\' ? parseEscape() : c);
            }
            return text.toString();
        }

        /** What follows a backslash; a pair of surrogates is two escapes and two chars. */
        private char parseEscape() {
            char c = next();
            switch (c) {
                case '"':
                case '\\':
                case '/':
                    return c;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    return parseHex();
                default:
                    throw malformed("unknown escape \\" + c);
            }
        }

        private char parseHex() {
            int code = 0;
            for (int i = 0; i < 4; i++) {
                int digit = Character.digit(next(), 16);
                if (digit < 0) {
                    throw malformed("four hexadecimal digits must follow \\u");
                }
                code = code * 16 + digit;
            }
            return (char) code;
        }

        private char next() {
            if (at == json.length()) {
                throw malformed("the line ends too early");
            }
            return json.charAt(at++);
        }

        private void skipSpace() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean accept(char c) {
            skipSpace();
            if (at == json.length() || json.charAt(at) != c) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char c) {
            if (!accept(c)) {
                throw malformed("'" + c + "' was expected");
            }
        }

        private IllegalArgumentException malformed(String what) {
            return new IllegalArgumentException(place + ": column " + (at + 1) + ": " + what);
        }
    }
}
