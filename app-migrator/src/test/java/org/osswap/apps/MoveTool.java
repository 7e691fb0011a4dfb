package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.AppDescription;
import org.osswap.proto.AppPhase;
import org.osswap.proto.FileDescription;
import org.osswap.proto.Undo;

/**
 * Moves applications between two machines over ssh, without the rest of osswap: for trying this
 * module on real systems.
 *
 * <pre>
 * move MANIFESTS CRIU APP COMMAND...   COMMAND starts "serve" on the other machine (ssh HOST java ...)
 * check MANIFESTS CRIU                 describe every application and say what speaks against it
 * serve CRIU                           the successor's side, on standard input and output
 * </pre>
 */
public final class MoveTool {
  private MoveTool() {}

  public static void main(String[] args) throws Exception {
    List<String> rest = List.of(args).subList(1, args.length);
    switch (args[0]) {
      case "serve" -> serve(CriuTool.at(Path.of(rest.get(0))));
      case "check" -> check(Path.of(rest.get(0)));
      case "move" -> move(rest);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void check(Path manifests) {
    for (AppManifest manifest : Manifests.load(manifests)) {
      SourceApp app = new AppInspector(SysRoot.live(), new SystemProcessRunner()).describe(manifest);
      System.out.println(app.description());
      new SourcePreflight(SysRoot.live(), new SystemProcessRunner())
          .check(app)
          .forEach(problem -> System.out.println("PROBLEM " + problem));
    }
  }

  private static void move(List<String> args) throws Exception {
    SystemProcessRunner runner = new SystemProcessRunner();
    SysRoot root = SysRoot.live();
    CriuTool criu = CriuTool.at(Path.of(args.get(1)));
    Process ssh =
        new ProcessBuilder(args.subList(3, args.size()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Remote successor = new Remote(ssh)) {
      for (AppManifest manifest : Manifests.load(Path.of(args.get(0)))) {
        if (!List.of(args.get(2).split(",", -1)).contains(manifest.name())) {
          continue;
        }
        SourceApp app = new AppInspector(root, runner).describe(manifest);
        new SourcePreflight(root, runner).check(app).forEach(p -> System.out.println("PROBLEM " + p));
        successor.check(app.description()).lines().forEach(l -> System.out.println("TARGET " + l));
        Decision decision =
            new Decision(Path.of("/var/lib/osswap-try/" + System.currentTimeMillis() + "/" + app.name()));
        new Migration(app, successor, decision, new Printer(), criu, root, runner).run();
        System.out.println("MOVED " + app.name());
      }
    } catch (Failure e) {
      System.out.println("FAILED " + e.getMessage() + " -- " + e.remedy());
      for (Throwable suppressed : e.getSuppressed()) {
        System.out.println("  also: " + suppressed);
      }
      System.exit(1);
    }
  }

  private static final class Printer implements MigrationListener {
    @Override
    public void phase(String app, AppPhase phase) {
      System.out.println(app + ": " + phase);
    }

    @Override
    public void undo(String app, Undo undo) {
      System.out.println(app + ": undo: " + undo.getWhat());
    }

    @Override
    public void timing(String app, String part, long millis) {
      System.out.println(app + ": " + part + " " + millis + " ms");
    }

    @Override
    public void sent(String app, long bytes, Duration spent) {
      System.out.println(app + ": sent " + bytes + " in " + spent);
    }
  }

  /** The successor behind a process's pipes. */
  private static final class Remote implements Successor, AutoCloseable {
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;

    Remote(Process process) {
      this.process = process;
      this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
      this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    private interface Writer {
      void write(DataOutputStream out) throws IOException;
    }

    private synchronized List<String> call(String verb, String app, Writer arguments) {
      try {
        out.writeUTF(verb);
        out.writeUTF(app);
        arguments.write(out);
        out.flush();
        boolean good = in.readBoolean();
        List<String> reply = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
          reply.add(in.readUTF());
        }
        if (!good) {
          throw new Failure(verb, app, reply.get(0), reply.get(1));
        }
        return reply;
      } catch (IOException e) {
        throw new Failure(verb, app, "" + e, "See the connection.", e);
      }
    }

    private static void message(DataOutputStream out, byte[] bytes) throws IOException {
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    String check(AppDescription app) {
      return String.join("\n", call("check", app.getName(), o -> message(o, app.toByteArray())));
    }

    @Override
    public ImmutableSet<String> offer(String app, List<FileDescription> files) {
      return ImmutableSet.copyOf(
          call("offer", app,
              o -> message(o, AppDescription.newBuilder().addAllFiles(files).build().toByteArray())));
    }

    @Override
    public void push(String app, String area, Path root, List<Piece> pieces) {
      call("push", app,
          o -> {
            o.writeUTF(area);
            o.writeInt(pieces.size());
            for (Piece piece : pieces) {
              message(o, piece.file().toByteArray());
              o.writeLong(piece.from());
              Path file = root.resolve(piece.file().getPath().substring(1));
              if (piece.file().getKind() != FileDescription.Kind.REGULAR) {
                o.writeLong(0);
                continue;
              }
              try (var channel = Files.newByteChannel(file, StandardOpenOption.READ)) {
                long length = Math.max(0, Math.min(channel.size(), piece.file().getSize()) - piece.from());
                o.writeLong(length);
                channel.position(piece.from());
                InputStream data = java.nio.channels.Channels.newInputStream(channel);
                com.google.common.io.ByteStreams.copy(
                    com.google.common.io.ByteStreams.limit(data, length), o);
              }
            }
          });
    }

    @Override
    public void prepare(AppDescription app) {
      call("prepare", app.getName(), o -> message(o, app.toByteArray()));
    }

    @Override
    public void fence(String app) {
      call("fence", app, o -> {});
    }

    @Override
    public ImmutableList<Integer> restore(String app, String area, int rootPid) {
      return call("restore", app,
              o -> {
                o.writeUTF(area);
                o.writeInt(rootPid);
              })
          .stream()
          .map(Integer::parseInt)
          .collect(ImmutableList.toImmutableList());
    }

    @Override
    public void commit(String app) {
      call("commit", app, o -> {});
    }

    @Override
    public void abort(String app) {
      call("abort", app, o -> {});
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
      process.destroy();
    }
  }

  private static void serve(CriuTool criu) throws IOException {
    OutputStream wire = new FileOutputStream(java.io.FileDescriptor.out);
    System.setOut(new PrintStream(System.err, true));
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(wire));
    SystemProcessRunner runner = new SystemProcessRunner();
    AppHost host = new AppHost(Path.of("/run/osswap/apps"), criu, SysRoot.live(), runner);
    TargetCheck target = new TargetCheck(criu, SysRoot.live(), runner);
    while (true) {
      String verb;
      try {
        verb = in.readUTF();
      } catch (java.io.EOFException e) {
        return;
      }
      String app = in.readUTF();
      List<String> reply = new ArrayList<>();
      boolean good = true;
      long start = System.nanoTime();
      try {
        switch (verb) {
          case "check" ->
              target.check(AppDescription.parseFrom(in.readNBytes(in.readInt()))).getProblemsList()
                  .forEach(p -> reply.add(p.getCause()));
          case "offer" ->
              reply.addAll(host.offer(AppDescription.parseFrom(in.readNBytes(in.readInt())).getFilesList()));
          case "push" -> receive(host, app, in);
          case "prepare" -> reply.add(host.prepare(AppDescription.parseFrom(in.readNBytes(in.readInt()))));
          case "fence" -> host.fence(app);
          case "restore" ->
              host.restore(app, in.readUTF(), in.readInt()).forEach(pid -> reply.add("" + pid));
          case "commit" -> host.commit(app);
          case "abort" -> host.abort(app);
          default -> throw new IOException(verb);
        }
      } catch (Failure e) {
        good = false;
        reply.clear();
        reply.add(e.getMessage());
        reply.add(e.remedy());
      }
      System.err.println("serve: " + verb + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
      out.writeBoolean(good);
      out.writeInt(reply.size());
      for (String line : reply) {
        out.writeUTF(line);
      }
      out.flush();
    }
  }

  private static void receive(AppHost host, String app, DataInputStream in) throws IOException {
    AreaWriter writer = new AreaWriter(host.area(app, in.readUTF()));
    for (int n = in.readInt(); n > 0; n--) {
      FileDescription file = FileDescription.parseFrom(in.readNBytes(in.readInt()));
      long from = in.readLong();
      writer.store(file, from, in, in.readLong());
    }
  }
}
