package org.osswap.apps;

/**
 * What a field of a message in CRIU's images begins with: its number and its wire type (Protocol Buffers,
 * "Encoding"). A field of the right number and of another type is one that osswap doesn't know.
 */
final class ImageTag {
  private static final int TYPE_BITS = 3;

  private ImageTag() {}

  /**
   * Whether it is that field's.
   *
   * @param wireType of {@link com.google.protobuf.WireFormat}
   */
  static boolean is(int tag, int field, int wireType) {
    return tag == (field << TYPE_BITS | wireType);
  }
}
