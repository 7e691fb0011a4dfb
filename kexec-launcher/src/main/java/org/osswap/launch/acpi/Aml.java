package org.osswap.launch.acpi;

import com.google.common.primitives.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes ACPI Machine Language: each function gives the encoding of one term (ACPI 6.5, section
 * 20.2), terms are put together by nesting the calls.
 */
final class Aml {
  static final byte[] ZERO = {0x00};
  static final byte[] LOCAL0 = {0x60};
  static final byte[] ARG0 = {0x68};

  private static final int EXT = 0x5b;

  private Aml() {}

  /** 20.2.5.1: a scope that exists already. */
  static byte[] scope(String name, byte[]... terms) {
    return packaged(new byte[] {0x10}, name(name), concat(terms));
  }

  /** 20.2.5.2. */
  static byte[] device(String name, byte[]... terms) {
    return packaged(new byte[] {EXT, (byte) 0x82}, name(name), concat(terms));
  }

  /** 20.2.5.2: a method of a number of arguments. */
  static byte[] method(String name, int arguments, boolean serialized, byte[]... terms) {
    byte flags = (byte) (arguments | (serialized ? 8 : 0));
    return packaged(new byte[] {0x14}, name(name), new byte[] {flags}, concat(terms));
  }

  /** 20.2.5.1: Name (name, object). */
  static byte[] named(String name, byte[] object) {
    return concat(new byte[] {0x08}, name(name), object);
  }

  /** 20.2.5.2: OperationRegion (name, SystemMemory, address, length). */
  static byte[] memoryRegion(String name, byte[] address, long length) {
    return concat(
        new byte[] {EXT, (byte) 0x80}, name(name), new byte[] {0}, address, integer(length));
  }

  /** 20.2.5.2: Field (region, ByteAcc, NoLock, Preserve). */
  static byte[] byteField(String region, byte[]... elements) {
    return field(region, 0x01, elements);
  }

  /** 20.2.5.2: Field (region, WordAcc, NoLock, Preserve), of one word. */
  static byte[] wordField(String region, String word) {
    return field(region, 0x02, concat(name(word), length(16)));
  }

  private static byte[] field(String region, int access, byte[]... elements) {
    return packaged(
        new byte[] {EXT, (byte) 0x81}, name(region), new byte[] {(byte) access}, concat(elements));
  }

  /** One byte of a field. */
  static byte[] fieldByte(String name) {
    return concat(name(name), length(8));
  }

  /** Bytes of a field that nothing is called by. */
  static byte[] fieldGap(int bytes) {
    return bytes == 0 ? new byte[0] : concat(new byte[] {0}, length(bytes * 8));
  }

  /** 20.2.5.3: If (predicate) { terms }. */
  static byte[] when(byte[] predicate, byte[]... terms) {
    return packaged(new byte[] {(byte) 0xa0}, predicate, concat(terms));
  }

  static byte[] giveBack(byte[] value) {
    return concat(new byte[] {(byte) 0xa4}, value);
  }

  /** 20.2.5.4: Store (value, target). */
  static byte[] store(byte[] value, byte[] target) {
    return concat(new byte[] {0x70}, value, target);
  }

  static byte[] equal(byte[] one, byte[] other) {
    return concat(new byte[] {(byte) 0x93}, one, other);
  }

  /** 20.2.5.4: LNot (operand). */
  static byte[] not(byte[] operand) {
    return concat(new byte[] {(byte) 0x92}, operand);
  }

  /** 20.2.5.4: And (one, other, target); {@link #ZERO} as target: the value is stored nowhere. */
  static byte[] and(byte[] one, byte[] other, byte[] target) {
    return concat(new byte[] {0x7b}, one, other, target);
  }

  /** 20.2.5: MethodInvocation, of a method that takes one argument. */
  static byte[] call(String method, byte[] argument) {
    return concat(name(method), argument);
  }

  static byte[] notify(String device, int value) {
    return concat(new byte[] {(byte) 0x86}, name(device), integer(value));
  }

  /** 20.2.3: the shortest encoding; unsigned. */
  static byte[] integer(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    if (value == 0 || value == 1) {
      return new byte[] {(byte) value};
    } else if (value >>> 8 == 0) {
      bytes.put((byte) 0x0a).put((byte) value);
    } else if (value >>> 16 == 0) {
      bytes.put((byte) 0x0b).putShort((short) value);
    } else if (value >>> 32 == 0) {
      bytes.put((byte) 0x0c).putInt((int) value);
    } else {
      bytes.put((byte) 0x0e).putLong(value);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  static byte[] string(String text) {
    return concat(new byte[] {0x0d}, text.getBytes(StandardCharsets.US_ASCII), new byte[] {0});
  }

  /** 19.6.37: EISAID ("PNP0A08"): three letters of 5 bits, four hexadecimal digits, big endian. */
  static byte[] eisaId(String id) {
    int letters =
        (id.charAt(0) - '@') << 26 | (id.charAt(1) - '@') << 21 | (id.charAt(2) - '@') << 16;
    int value = letters | Integer.parseInt(id.substring(3), 16);
    return ByteBuffer.allocate(5).put((byte) 0x0c).putInt(value).array();
  }

  /** 19.6.113: ResourceTemplate: a buffer of descriptors with an end tag, checksum not used. */
  static byte[] resources(byte[]... descriptors) {
    byte[] bytes = concat(concat(descriptors), new byte[] {0x79, 0});
    return packaged(new byte[] {0x11}, integer(bytes.length), bytes);
  }

  /**
   * 20.2.2: a name path: segments of up to four characters, separated by dots, after an optional
   * root character.
   */
  static byte[] name(String path) {
    boolean rooted = path.startsWith("\\");
    String[] segments = path.substring(rooted ? 1 : 0).split("\\.", -1);
    byte[] prefix;
    if (segments.length == 1) {
      prefix = new byte[0];
    } else if (segments.length == 2) {
      prefix = new byte[] {0x2e};
    } else {
      prefix = new byte[] {0x2f, (byte) segments.length};
    }
    byte[] bytes = rooted ? Bytes.concat(new byte[] {'\\'}, prefix) : prefix;
    for (String segment : segments) {
      if (!segment.matches("[A-Z_][A-Z0-9_]{0,3}")) {
        throw new IllegalArgumentException("not a name: " + path);
      }
      String padded = (segment + "___").substring(0, 4);
      bytes = Bytes.concat(bytes, padded.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes;
  }

  /** A term with its length: the operator, the length of all that follows, the parts. */
  private static byte[] packaged(byte[] operator, byte[]... parts) {
    byte[] body = concat(parts);
    int width = 1;
    while (length(body.length + width).length != width) {
      width++;
    }
    return concat(operator, length(body.length + width), body);
  }

  /** 20.2.4: PkgLength. */
  static byte[] length(int value) {
    if (value < 1 << 6) {
      return new byte[] {(byte) value};
    }
    int more = value < 1 << 12 ? 1 : value < 1 << 20 ? 2 : 3;
    byte[] bytes = new byte[1 + more];
    bytes[0] = (byte) (more << 6 | (value & 0xf));
    for (int i = 1; i <= more; i++) {
      bytes[i] = (byte) (value >> (8 * i - 4));
    }
    return bytes;
  }

  static byte[] concat(byte[]... parts) {
    return Bytes.concat(parts);
  }
}
