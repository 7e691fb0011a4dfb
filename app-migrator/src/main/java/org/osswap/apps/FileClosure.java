package org.osswap.apps;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every file that a process tree knows: mapped, open, working folders, executables with their
 * loaders, and what its manifest declares; with the folders above them.
 */
final class FileClosure {
  /** Not files but views of the kernel: every system has its own. */
  private static final ImmutableSet<String> NOT_CARRIED = ImmutableSet.of("/proc", "/sys");

  private final AppRoot root;
  // Path to whether it changes; sorted, so that folders come before what is in them.
  private final TreeMap<String, Boolean> paths = new TreeMap<>();

  private FileClosure(AppRoot root) {
    this.root = root;
  }

  /** Paths without links in them, each with whether its content may change until the freeze. */
  static ImmutableSortedMap<String, Boolean> of(
      AppRoot root, List<AppProcess> processes, List<String> declared) {
    FileClosure closure = new FileClosure(root);
    closure.add("/", false);
    processes.forEach(closure::addProcess);
    declared.forEach(closure::addDeclared);
    return ImmutableSortedMap.copyOf(closure.paths);
  }

  private void addProcess(AppProcess process) {
    ProcMaps maps = process.maps();
    maps.files().forEach(path -> add(path, maps.sharedWritable().contains(path)));
    add(process.workingFolder(), false);
    add(process.executable(), false);
    addInterpreter(process.executable());
    for (OpenFile file : process.open()) {
      if (file.isPath() && !file.isDeleted()) {
        add(file.target(), file.forWriting());
      }
    }
  }

  private void addInterpreter(String executable) {
    if (!root.isRegular(executable)) {
      return;
    }
    try {
      ElfInterpreter.of(root.real(executable))
          .flatMap(root::canonical)
          .ifPresent(path -> add(path, false));
    } catch (IOException e) {
      throw new UncheckedIOException(executable + ": " + e.getMessage(), e);
    }
  }

  /** A declared folder is carried whole. Declared means state: it may change until the freeze. */
  private void addDeclared(String declared) {
    String start = root.canonical(declared).filter(root::exists).orElse(null);
    if (start == null) {
      return;
    }
    try (Stream<Path> below = Files.walk(root.real(start))) {
      below.forEach(file -> add(root.shown(file), true));
    } catch (IOException e) {
      throw new UncheckedIOException(declared + ": " + e.getMessage(), e);
    }
  }

  private void add(String path, boolean changing) {
    if (!isCarried(path) || !isFileFolderOrLink(path)) {
      return;
    }
    Paths.foldersAbove(path).forEach(folder -> paths.putIfAbsent(folder, false));
    paths.merge(path, changing, Boolean::logicalOr);
  }

  private static boolean isCarried(String path) {
    return NOT_CARRIED.stream().noneMatch(folder -> Paths.isBelow(path, folder))
        && (!Paths.isBelow(path, "/dev") || Paths.isBelow(path, "/dev/shm"));
  }

  private boolean isFileFolderOrLink(String path) {
    Path real = root.real(path);
    return Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)
        || Files.isSymbolicLink(real);
  }
}
