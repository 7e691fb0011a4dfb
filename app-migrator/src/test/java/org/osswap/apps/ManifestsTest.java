package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;

final class ManifestsTest {
  @TempDir Path dir;

  private void write(String name, String... lines) throws Exception {
    Files.writeString(dir.resolve(name), String.join("\n", lines));
  }

  @Test
  void aManifestIsReadWhole() throws Exception {
    write("redis.toml", "name = \"redis\"", "unit = \"redis-server.service\"",
        "address = \"10.77.0.101/32\"", "health = { tcp = \"10.77.0.101:6379\" }",
        "files = [\"/var/lib/redis/\"]");

    AppManifest redis = Manifests.load(dir).get(0);

    assertThat(redis.name()).isEqualTo("redis");
    assertThat(redis.finder().value()).isEqualTo("redis-server.service");
    assertThat(redis.ip()).contains("10.77.0.101");
    assertThat(redis.health().getTcp()).isEqualTo("10.77.0.101:6379");
    assertThat(redis.files()).containsExactly("/var/lib/redis");
  }

  @Test
  void whatBecomesOfItAfterACrashIsDeclared() throws Exception {
    write("redis.toml", "name = \"redis\"", "unit = \"redis-server.service\"",
        "checkpoint = { every_s = 30 }", "start = [\"/usr/bin/redis-server\", \"--port\", \"1\"]");
    write("plain.toml", "name = \"plain\"", "command = \"/usr/bin/plain\"");

    AppManifest redis = Manifests.load(dir).get(1);
    AppManifest plain = Manifests.load(dir).get(0);

    assertThat(redis.checkpointEvery()).isEqualTo(java.time.Duration.ofSeconds(30));
    assertThat(redis.armed().getStartList()).containsExactly("/usr/bin/redis-server", "--port", "1");
    assertThat(redis.armed().getUnit()).isEqualTo("redis-server.service");
    assertThat(plain.checkpointEvery()).isZero();
    assertThat(plain.armed().getStartList()).isEmpty();
    assertThat(plain.armed().getUnit()).isEmpty();
  }

  @Test
  void anIntervalOrACommandThatMakesNoSenseIsRefused() throws Exception {
    write("a.toml", "name = \"a\"", "command = \"/usr/bin/a\"", "checkpoint = { every_s = -1 }");
    write("b.toml", "name = \"b\"", "command = \"/usr/bin/b\"", "checkpoint = { evry_s = 1 }");
    write("c.toml", "name = \"c\"", "command = \"/usr/bin/c\"", "start = [\"redis\"]");
    write("d.toml", "name = \"d\"", "command = \"/usr/bin/d\"", "checkpoint = 30");

    assertThatThrownBy(() -> Manifests.load(dir))
        .hasMessageContaining("a.toml: checkpoint.every_s: -1 is not a number of seconds")
        .hasMessageContaining("b.toml: unknown key \"checkpoint.evry_s\"")
        .hasMessageContaining("c.toml: start: is not a list of texts, of which the first is an absolute")
        .hasMessageContaining("d.toml: checkpoint: is not a table");
  }

  @Test
  void theDisksThatItLivesOnAreDeclaredWithTheirOwnLimitAndPolicy() throws Exception {
    write("db.toml", "name = \"db\"", "command = \"/usr/bin/db\"",
        "paths = { disks = [\"/dev/mapper/data\"], limit_s = 20, policy = \"takeover\" }");
    write("log.toml", "name = \"log\"", "command = \"/usr/bin/log\"",
        "paths = { disks = [\"/dev/sdb\"] }");

    AppPaths own = Manifests.load(dir).get(0).paths();
    AppPaths inherited = Manifests.load(dir).get(1).paths();

    assertThat(own.disks()).containsExactly("/dev/mapper/data");
    assertThat(own.limit()).contains(java.time.Duration.ofSeconds(20));
    assertThat(own.policy()).contains(org.osswap.proto.LossPolicy.TAKEOVER);
    assertThat(inherited.limit()).isEmpty();
    assertThat(inherited.policy()).isEmpty();
  }

  @Test
  void pathsThatMakeNoSenseAreRefused() throws Exception {
    write("a.toml", "name = \"a\"", "command = \"/usr/bin/a\"", "paths = { disks = [\"sda\"] }");
    write("b.toml", "name = \"b\"", "command = \"/usr/bin/b\"",
        "paths = { disks = [\"/dev/sdb\"], limit_s = 0, policy = \"reboot\" }");

    assertThatThrownBy(() -> Manifests.load(dir))
        .hasMessageContaining("a.toml: paths.disks: is not a list of block devices")
        .hasMessageContaining("b.toml: paths.limit_s: 0 is not a number of seconds from 1 to 3600")
        .hasMessageContaining("b.toml: paths.policy: \"reboot\" is not \"alert\", \"handoff\"");
  }

  @Test
  void lowerOrderMovesFirst() throws Exception {
    write("a.toml", "name = \"a\"", "command = \"/usr/bin/a\"", "order = 2");
    write("b.toml", "name = \"b\"", "command = \"/usr/bin/b\"", "order = 1");

    assertThat(Manifests.load(dir)).extracting(AppManifest::name).containsExactly("b", "a");
  }

  @Test
  void allProblemsOfAllManifestsAreToldAtOnce() throws Exception {
    write("one.toml", "name = \"x/y\"", "unti = \"x.service\"", "adress = \"10.0.0.1\"");
    write("two.toml", "name = \"two\"", "unit = \"two.service\"", "pid_file = \"/run/two\"",
        "health = { tpc = \"a:1\" }");

    assertThatThrownBy(() -> Manifests.load(dir))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("one.toml: unknown key \"unti\" (did you mean \"unit\"?)")
        .hasMessageContaining("one.toml: unknown key \"adress\" (did you mean \"address\"?)")
        .hasMessageContaining("one.toml: name: \"x/y\"")
        .hasMessageContaining("two.toml: exactly one of unit, pid_file, command")
        .hasMessageContaining("two.toml: unknown key \"health.tpc\" (did you mean \"health.tcp\"?)");
  }

  @Test
  void twoManifestsMayNotShareAName() throws Exception {
    write("a.toml", "name = \"x\"", "command = \"/usr/bin/a\"");
    write("b.toml", "name = \"x\"", "command = \"/usr/bin/b\"");

    assertThatThrownBy(() -> Manifests.load(dir)).hasMessageContaining("is also in a.toml");
  }

  @Test
  void aSyntaxErrorNamesItsLine() throws Exception {
    write("a.toml", "name = \"x\"", "unit = ");

    assertThatThrownBy(() -> Manifests.load(dir)).hasMessageContaining("a.toml: line 2");
  }

  @Test
  void noFolderMeansNoApplications() {
    assertThat(Manifests.load(dir.resolve("none"))).isEmpty();
  }

  /** One manifest for each thing that can be wrong with a value. */
  @Test
  void everyWrongValueIsNamedWithItsFileAndItsKey() throws Exception {
    write("a.toml", "name = 5", "unit = \"a.socket\"", "address = \"10.0.0.1\"", "order = \"first\"");
    write("b.toml", "name = \"b\"", "pid_file = \"run/b.pid\"", "files = [\"var/b\", 7]",
        "health = { tcp = \"6379\" }");
    write("c.toml", "command = \" \"", "address = \"fe80::1/64\"", "files = \"/var/c\"",
        "health = \"tcp\"");
    write("d.toml", "name = \"d\"", "command = \"/usr/bin/d\"", "address = \"10.0.0.1/33\"",
        "health = { http = \"ftp://d\", command = \"true\" }");
    write("e.toml", "name = \"e\"", "command = \"/usr/bin/e\"", "health = { tcp = \"e:65536\" }");

    assertThatThrownBy(() -> Manifests.load(dir))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.object()).isEqualTo(dir.toString());
              assertThat(failure.remedy()).contains("docs/manifests.md");
              assertThat(failure.reason().split("; "))
                  .containsExactly(
                      "a.toml: name: 5 is not a text",
                      "a.toml: unit: \"a.socket\" is not a .service",
                      "a.toml: address: \"10.0.0.1\" is not an IPv4 address with prefix length: 10.0.0.1/32",
                      "a.toml: order: \"first\" is not a whole number",
                      "b.toml: pid_file: \"run/b.pid\" is not an absolute path",
                      "b.toml: health.tcp: \"6379\" is not host:port",
                      "b.toml: files: \"var/b\" is not an absolute path",
                      "b.toml: files: 7 is not an absolute path",
                      "c.toml: name is missing",
                      "c.toml: command: \" \" is not a text",
                      "c.toml: address: \"fe80::1/64\" is not an IPv4 address with prefix length: 10.0.0.1/32",
                      "c.toml: health: is not a table like { tcp = \"host:port\" }",
                      "c.toml: files: is not a list",
                      "d.toml: address: \"10.0.0.1/33\" is not an IPv4 address with prefix length: 10.0.0.1/32",
                      "d.toml: health: exactly one of tcp, http, command must be there",
                      "d.toml: health.http: \"ftp://d\" is not an http:// address",
                      "e.toml: health.tcp: \"e:65536\" is not host:port");
            });
  }
}
