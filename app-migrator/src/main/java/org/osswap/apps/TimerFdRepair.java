package org.osswap.apps;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osswap.base.Failure;

/**
 * Re-arms periodic timerfds. One whose expiration was pending at the dump has no time left until the
 * next one, and CRIU would restore it disarmed, for timerfd_settime(2) takes a zero for that. One
 * nanosecond instead makes it expire at once.
 *
 * <p>An image file (CRIU's images/*.proto, and its "Image format" document) is two magic numbers of
 * four bytes, then for each entry its length, four bytes, and a protobuf message. In {@code
 * file_entry} (fdinfo.proto) the timerfd is field 12; in {@code timerfd_entry} (timerfd.proto) the
 * times are vsec 7, vnsec 8, isec 9, insec 10.
 */
final class TimerFdRepair {
  private static final int MAGICS = 8;
  private static final int TFD = 12;
  private static final int VSEC = 7;
  private static final int VNSEC = 8;
  private static final int ISEC = 9;
  private static final int INSEC = 10;

  private TimerFdRepair() {}

  static void repair(Path image) {
    try {
      byte[] before = Files.readAllBytes(image);
      byte[] after = repaired(before);
      if (after != before) {
        Files.write(image, after);
      }
    } catch (IOException | RuntimeException e) {
      throw new Failure(
          "read CRIU's image of open files", image.toString(), "" + e, "Try the move again.", e);
    }
  }

  /** The same array when there is nothing to repair. */
  static byte[] repaired(byte[] image) throws IOException {
    if (image.length < MAGICS) {
      throw new IOException("no more than " + image.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).position(MAGICS);
    ByteArrayOutputStream out = new ByteArrayOutputStream(image.length + 16);
    out.write(image, 0, MAGICS);
    boolean changed = false;
    while (in.hasRemaining()) {
      int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new IOException("an entry of " + length + " bytes, where " + in.remaining() + " are left");
      }
      byte[] entry = new byte[length];
      in.get(entry);
      byte[] fresh = fileEntry(entry);
      changed |= fresh != entry;
      out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(fresh.length).array());
      out.write(fresh);
    }
    return changed ? out.toByteArray() : image;
  }

  private static byte[] fileEntry(byte[] entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    CodedInputStream in = CodedInputStream.newInstance(entry);
    boolean changed = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (ImageTag.is(tag, TFD, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        byte[] timer = in.readByteArray();
        if (isPendingPeriodic(timer)) {
          changed = true;
          timer = withField(timer, VNSEC, 1);
        }
        out.writeByteArray(TFD, timer);
      } else {
        copy(in, tag, out);
      }
    }
    out.flush();
    return changed ? bytes.toByteArray() : entry;
  }

  private static boolean isPendingPeriodic(byte[] timer) throws IOException {
    return (field(timer, ISEC) != 0 || field(timer, INSEC) != 0)
        && field(timer, VSEC) == 0
        && field(timer, VNSEC) == 0;
  }

  private static long field(byte[] message, int number) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (ImageTag.is(tag, number, WireFormat.WIRETYPE_VARINT)) {
        return in.readUInt64();
      }
      in.skipField(tag);
    }
    return 0;
  }

  private static byte[] withField(byte[] message, int number, long value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == number) {
        in.skipField(tag);
      } else {
        copy(in, tag, out);
      }
    }
    out.writeUInt64(number, value);
    out.flush();
    return bytes.toByteArray();
  }

  private static void copy(CodedInputStream in, int tag, CodedOutputStream out) throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> out.writeUInt64(field, in.readUInt64());
      case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64(field, in.readFixed64());
      case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32(field, in.readFixed32());
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> out.writeByteArray(field, in.readByteArray());
      default -> throw new IOException("unknown wire type in field " + field);
    }
  }
}
