package dev.palisade.planted;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The modules' classes and tests anew, each static of theirs too; the libraries are those of
 * everybody.
 */
final class ModuleClasses extends URLClassLoader {
  private static final String OURS = "dev.palisade.";

  /**
   * Classes.
   *
   * @param first directories that come before the modules'
   * @param bugs whose modules' tests are there
   */
  ModuleClasses(List<Path> first, List<PlantedBug> bugs) {
    super(
        Stream.concat(first.stream(), path(bugs)).map(ModuleClasses::url).toArray(URL[]::new),
        ModuleClasses.class.getClassLoader());
  }

  /** What the bugs' modules are made of, then all other modules. */
  static Stream<Path> path(List<PlantedBug> bugs) {
    Stream<Path> own =
        bugs.stream()
            .map(PlantedBug::module)
            .distinct()
            .flatMap(m ->
                Stream.of(PlantedBug.target(m, "test-classes"), PlantedBug.target(m, "classes")));
    Stream<Path> all =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(entry -> entry.startsWith(PlantedBug.OPERATOR));
    return Stream.concat(own, all);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }
}
