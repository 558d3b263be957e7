import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code Frames JAR}: gives the classes of a jar that were compiled for Java 5 (picocli's) stack maps, in place. Without them the JVM
 * verifies a class anew at every start and takes none of it into an AOT cache ("Old class").
 */
class Frames {
  /** The first class file version (Java 6) that has stack maps. */
  private static final int WITH_FRAMES = 50;

  static void main(String[] arguments) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
      Path root = jar.getPath("/");
      ClassFile compiler =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(type -> open(root, type))
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (Path file : classes(root)) {
        byte[] old = Files.readAllBytes(file);
        if (version(old) < WITH_FRAMES) {
          FileTime time = Files.getLastModifiedTime(file);
          Files.write(file, withFrames(compiler, old));
          Files.setLastModifiedTime(file, time);
        }
      }
    }
  }

  private static byte[] withFrames(ClassFile compiler, byte[] old) {
    return compiler.transformClass(
        compiler.parse(old),
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(ClassTransform.endHandler(c -> c.withVersion(ClassFile.JAVA_8_VERSION, 0))));
  }

  private static List<Path> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }

  /** Bytes 6 and 7 of a class file (JVM specification, 4.1). */
  private static int version(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
  }

  private static java.io.InputStream open(Path root, ClassDesc type) {
    String name = type.descriptorString();
    Path file = root.resolve(name.substring(1, name.length() - 1) + ".class");
    try {
      return Files.exists(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
