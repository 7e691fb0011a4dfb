package org.osswap.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

/** The --json form of a message: every field, also those with their default value. */
final class Json {
  private Json() {}

  static String of(MessageOrBuilder message) {
    try {
      return JsonFormat.printer()
          .includingDefaultValueFields()
          .preservingProtoFieldNames()
          .print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
