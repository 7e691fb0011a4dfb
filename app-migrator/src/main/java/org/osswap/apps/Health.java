package org.osswap.apps;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.HealthCheck;

/** Asks an application whether it serves. */
final class Health {
  private static final int TRY_MILLIS = 2_000;
  private static final int PAUSE_MILLIS = 50;

  private final ProcessRunner runner;

  Health(ProcessRunner runner) {
    this.runner = runner;
  }

  /** Asks again until the answer is good. An application without a check is taken for healthy. */
  void await(String app, HealthCheck check, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      String problem = problem(check);
      if (problem.isEmpty()) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new Failure(
            "check an application's health", app, problem,
            "It runs on the successor; look there: systemctl status " + AppNames.unit(app));
      }
      pause();
    }
  }

  /** Empty: healthy. */
  private String problem(HealthCheck check) {
    try {
      if (!check.getTcp().isEmpty()) {
        int colon = check.getTcp().lastIndexOf(':');
        try (Socket socket = new Socket()) {
          socket.connect(
              new InetSocketAddress(
                  check.getTcp().substring(0, colon),
                  Integer.parseInt(check.getTcp().substring(colon + 1))),
              TRY_MILLIS);
        }
      } else if (!check.getHttp().isEmpty()) {
        HttpURLConnection http =
            (HttpURLConnection) URI.create(check.getHttp()).toURL().openConnection();
        http.setConnectTimeout(TRY_MILLIS);
        http.setReadTimeout(TRY_MILLIS);
        int status = http.getResponseCode();
        http.disconnect();
        return status / 100 == 2 ? "" : check.getHttp() + " answers " + status;
      } else if (!check.getCommand().isEmpty()) {
        ProcessRunner.Outcome outcome =
            runner.run(Duration.ofSeconds(10), "sh", "-c", check.getCommand());
        return outcome.ok() ? "" : check.getCommand() + " ends with " + outcome.status();
      }
      return "";
    } catch (IOException e) {
      return check.getTcp() + check.getHttp() + ": " + e.getMessage();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("check an application's health", "", "interrupted", "Ask again.", e);
    }
  }
}
