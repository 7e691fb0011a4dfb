package org.osswap.controller;

import static org.osswap.handoff.Problems.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osswap.apps.Piece;
import org.osswap.apps.Successor;
import org.osswap.handoff.FileSender;
import org.osswap.proto.AppDescription;
import org.osswap.proto.AppRequest;
import org.osswap.proto.FileDescription;
import org.osswap.proto.HandoffGrpc.HandoffBlockingStub;
import org.osswap.proto.OfferReply;
import org.osswap.proto.OfferRequest;
import org.osswap.proto.PrepareRequest;
import org.osswap.proto.RestoreRequest;

/** Carries a migration's calls to the successor's agent. */
final class GrpcSuccessor implements Successor {
  private static final long SLOW_CALL_SECONDS = 120;

  private final HandoffClient client;
  private final String swapId;
  private final Progress progress;

  GrpcSuccessor(HandoffClient client, String swapId, Progress progress) {
    this.client = client;
    this.swapId = swapId;
    this.progress = progress;
  }

  @Override
  public ImmutableMap<String, ByteString> offer(String app, List<FileDescription> files) {
    return call(
            "offer files to the successor",
            app,
            () ->
                slow()
                    .offer(
                        OfferRequest.newBuilder()
                            .setSwapId(swapId)
                            .setApp(app)
                            .addAllFiles(files)
                            .build()))
        .getPresentList()
        .stream()
        .collect(
            ImmutableMap.toImmutableMap(OfferReply.Present::getPath, OfferReply.Present::getSha256));
  }

  @Override
  public void push(String app, String area, Path root, List<Piece> pieces) {
    List<FileDescription> files = pieces.stream().map(GrpcSuccessor::described).toList();
    String what = app + " " + area;
    long total = pieces.stream().mapToLong(Piece::bytes).sum();
    AtomicLong done = new AtomicLong();
    new FileSender(sent -> progress.amount(what, done.addAndGet(sent), total))
        .push(client.async(), swapId, app, area, root, files);
  }

  private static FileDescription described(Piece piece) {
    return piece.from() == 0
        ? piece.file()
        : piece.file().toBuilder().setKeep(piece.from()).build();
  }

  @Override
  public void prepare(AppDescription app) {
    call(
        "prepare the successor for an application",
        app.getName(),
        () ->
            slow().prepare(PrepareRequest.newBuilder().setSwapId(swapId).setApp(app).build()));
  }

  @Override
  public void fence(String app) {
    call("fence an application on the successor", app, () -> slow().fence(request(app)));
  }

  @Override
  public ImmutableList<Integer> restore(String app, String area, int rootPid) {
    return ImmutableList.copyOf(
        call(
                "restore an application on the successor",
                app,
                () ->
                    slow()
                        .restore(
                            RestoreRequest.newBuilder()
                                .setSwapId(swapId)
                                .setApp(app)
                                .setImages(area)
                                .setRootPid(rootPid)
                                .build()))
            .getPidsList());
  }

  @Override
  public void commit(String app) {
    call("let an application run on the successor", app, () -> slow().commit(request(app)));
  }

  @Override
  public boolean runs(String app) {
    return client.runs(app);
  }

  @Override
  public void abort(String app) {
    call("remove an application's copy from the successor", app, () -> slow().abort(request(app)));
  }

  private AppRequest request(String app) {
    return AppRequest.newBuilder().setSwapId(swapId).setApp(app).build();
  }

  private HandoffBlockingStub slow() {
    return client.blocking().withDeadlineAfter(SLOW_CALL_SECONDS, TimeUnit.SECONDS);
  }
}
