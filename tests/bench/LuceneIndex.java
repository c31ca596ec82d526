// SPDX-License-Identifier: GPL-2.0-or-later
//
// LuceneIndex INDEX FOLDER: the least program that puts a folder of text into Lucene: EnglishAnalyzer,
// path, title (the first line) and body stored and with positions, IndexWriter's own settings, one commit.

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

public final class LuceneIndex {
    public static void main(String[] args) throws IOException {
        try (FSDirectory directory = FSDirectory.open(Paths.get(args[0]));
             IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new EnglishAnalyzer()));
             Stream<Path> files = Files.walk(Paths.get(args[1]))) {
            for (Iterator<Path> i = files.iterator(); i.hasNext();) {
                Path file = i.next();
                if (!Files.isRegularFile(file)) {
                    continue;
                }
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                int lineEnd = text.indexOf('\n');
                Document document = new Document();
                document.add(new StringField("path", file.toString(), Field.Store.YES));
                document.add(new TextField("title", lineEnd < 0 ? text : text.substring(0, lineEnd), Field.Store.YES));
                document.add(new TextField("body", text, Field.Store.YES));
                writer.addDocument(document);
            }
        }
    }
}
