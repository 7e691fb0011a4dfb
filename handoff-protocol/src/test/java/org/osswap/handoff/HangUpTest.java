package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.PushReply;

@Timeout(20)
final class HangUpTest {
  @TempDir Path dir;

  @Test
  void aTransferEndsAtOnceAndSaysWhy() throws Exception {
    SwapCredentials.create(dir.resolve("keys"));
    Files.write(dir.resolve("file"), "content".getBytes(StandardCharsets.UTF_8));
    CountDownLatch begun = new CountDownLatch(1);
    HandoffGrpc.HandoffImplBase silent =
        new HandoffGrpc.HandoffImplBase() {
          @Override
          public StreamObserver<Chunk> push(StreamObserver<PushReply> reply) {
            return new StreamObserver<>() {
              @Override
              public void onNext(Chunk chunk) {
                begun.countDown();
              }

              @Override
              public void onError(Throwable thrown) {}

              @Override
              public void onCompleted() {}
            };
          }
        };
    HangUp hangUp = new HangUp();
    FileDescription file =
        FileDescription.newBuilder()
            .setPath("/file")
            .setKind(FileDescription.Kind.REGULAR)
            .setSize(7)
            .build();
    try (Loopback loopback =
        new Loopback(
            SwapCredentials.load(dir.resolve("keys"), Side.SUCCESSOR),
            SwapCredentials.load(dir.resolve("keys"), Side.INCUMBENT),
            silent)) {
      CompletableFuture<?> push =
          CompletableFuture.runAsync(
              () ->
                  new FileSender(bytes -> {})
                      .push(
                          loopback.stub().withInterceptors(hangUp),
                          "s1", "redis", "images/2", dir, List.of(file)));
      begun.await();

      hangUp.now(new Failure("listen", "its heart", "it is silent", "See its console."));

      Failure failure =
          (Failure) catchThrowableOfType(ExecutionException.class, push::get).getCause();
      assertThat(failure).hasMessage("send files: redis images/2: it is silent");
      assertThat(failure.remedy()).isEqualTo("See its console.");
    }
  }
}
