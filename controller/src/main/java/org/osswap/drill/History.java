package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.osswap.proto.DrillFigure;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillRun;
import org.osswap.proto.DrillTarget;

/**
 * The runs of all drills, a JSON object a line, oldest first.
 *
 * @param broken lines that are none, named
 */
public record History(ImmutableList<DrillRun> runs, ImmutableList<String> broken) {

  /** Reads it; a line that can't be read is named, and the others count. */
  public static History parse(List<String> lines) {
    ImmutableList.Builder<DrillRun> runs = ImmutableList.builder();
    ImmutableList.Builder<String> broken = ImmutableList.builder();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          DrillRun.Builder run = DrillRun.newBuilder();
          JsonFormat.parser().ignoringUnknownFields().merge(lines.get(i), run);
          if (run.getSchema() != Judgement.SCHEMA || run.getDrill().isEmpty()) {
            broken.add("line " + (i + 1) + ": no run of schema " + Judgement.SCHEMA);
          } else {
            runs.add(run.build());
          }
        } catch (InvalidProtocolBufferException e) {
          broken.add("line " + (i + 1) + ": " + e.getMessage().lines().findFirst().orElse("no JSON"));
        }
      }
    }
    return new History(runs.build(), broken.build());
  }

  /** What of a run is kept. */
  static DrillRun runOf(DrillReport report) {
    DrillRun.Builder run =
        DrillRun.newBuilder()
            .setSchema(Judgement.SCHEMA)
            .setId(report.getId())
            .setBrokeEpochMillis(report.getBrokeEpochMillis())
            .setDrill(report.getDrill())
            .setMachine(report.getMachine())
            .setVerdict(report.getVerdict());
    for (DrillTarget target : report.getTargetsList()) {
      if (target.hasMeasured()) {
        run.addFigures(
            DrillFigure.newBuilder()
                .setName((target.getTarget() + " " + target.getObject()).strip())
                .setValue(target.getMeasured()));
      }
    }
    return run.build();
  }

  /** A run as a line of the history. */
  public static String line(DrillRun run) {
    try {
      return JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(run);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The runs of one drill; of all with an empty name. */
  public ImmutableList<DrillRun> of(String drill) {
    return runs.stream()
        .filter(run -> drill.isEmpty() || run.getDrill().equals(drill))
        .collect(ImmutableList.toImmutableList());
  }

  /** The median that a figure had in the runs of that drill before this one; empty: there was none. */
  public OptionalDouble medianBefore(DrillRun run, String figure) {
    List<Double> values = new ArrayList<>();
    for (DrillRun earlier : runs) {
      if (earlier.getDrill().equals(run.getDrill())
          && earlier.getMachine().equals(run.getMachine())
          && earlier.getBrokeEpochMillis() < run.getBrokeEpochMillis()) {
        earlier.getFiguresList().stream()
            .filter(one -> one.getName().equals(figure))
            .forEach(one -> values.add(one.getValue()));
      }
    }
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    values.sort(null);
    int middle = values.size() / 2;
    return OptionalDouble.of(
        values.size() % 2 == 1
            ? values.get(middle)
            : (values.get(middle - 1) + values.get(middle)) / 2);
  }
}
