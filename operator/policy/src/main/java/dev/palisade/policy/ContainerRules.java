package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Glob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of one container, or with name {@code _default} of the pod level. */
public record ContainerRules(
    String name,
    BaseProfile base,
    List<FileRule> files,
    List<ExecutableRule> executables,
    CapabilityRules capabilities) {
  public ContainerRules {
    files = List.copyOf(files);
    executables = List.copyOf(executables);
  }

  /** Denies {@code access} to {@code paths}. */
  public record FileRule(String name, List<Glob> paths, Set<Access> access) {
    public FileRule {
      paths = List.copyOf(paths);
      access = Set.copyOf(access);
    }
  }

  /** Denies running {@code paths} and mapping them as code. */
  public record ExecutableRule(String name, List<Glob> paths) {
    public ExecutableRule {
      paths = List.copyOf(paths);
    }
  }

  /** What is denied for each path, over all rules about files. */
  public SortedMap<Glob, SortedSet<Access>> deniedFiles() {
    var denied = new TreeMap<Glob, SortedSet<Access>>();
    for (FileRule rule : files) {
      for (Glob path : rule.paths()) {
        denied.computeIfAbsent(path, p -> new TreeSet<>()).addAll(rule.access());
      }
    }
    return denied;
  }

  /** Each path that is denied to run, with the names of the rules that say so. */
  public SortedSet<Glob> deniedExecutables() {
    var denied = new TreeSet<Glob>();
    executables.forEach(rule -> denied.addAll(rule.paths()));
    return denied;
  }

  /** Whether the two mean the same, whatever their rules are called and however they are split. */
  public boolean sameRules(ContainerRules other) {
    return base.equals(other.base)
        && Map.copyOf(deniedFiles()).equals(Map.copyOf(other.deniedFiles()))
        && deniedExecutables().equals(other.deniedExecutables())
        && capabilities.equals(other.capabilities);
  }
}
