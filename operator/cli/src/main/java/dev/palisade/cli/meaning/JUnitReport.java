package dev.palisade.cli.meaning;

import dev.palisade.cli.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the XML that CI systems read as JUnit's. */
final class JUnitReport {
  private JUnitReport() {}

  static void write(Path file, String suite, CaseResult.All results) {
    try {
      Files.write(file, xml(suite, results));
    } catch (IOException e) {
      throw Failure.badInput("cannot write %s: %s; name another file".formatted(file, e));
    }
  }

  private static byte[] xml(String suite, CaseResult.All results) {
    var bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter out =
          XMLOutputFactory.newInstance()
              .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      out.writeStartElement("testsuite");
      out.writeAttribute("name", legal(suite));
      out.writeAttribute("tests", Long.toString(results.cases().size()));
      out.writeAttribute("failures", Long.toString(results.failed()));
      for (CaseResult result : results.cases()) {
        out.writeStartElement("testcase");
        out.writeAttribute("classname", result.policy());
        out.writeAttribute("name", legal(result.name()));
        if (!result.passed()) {
          out.writeStartElement("failure");
          out.writeAttribute("message", legal(result.problem()));
          out.writeCharacters(legal(String.join(" ", result.answer().question())));
          out.writeEndElement();
        }
        out.writeEndElement();
      }
      out.writeEndElement();
      out.writeEndDocument();
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("results of our own are no XML", e);
    }
    return bytes.toByteArray();
  }

  /** XML 1.0 has no way to write most control characters. */
  private static String legal(String text) {
    return text.codePoints()
        .map(c -> c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
