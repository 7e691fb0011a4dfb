package org.osswap.apps;

import org.osswap.proto.FileDescription;

/**
 * A file, or its end, on its way to the successor.
 *
 * @param file what it is; its path is where it goes, below the area
 * @param from the receiver keeps what it has of the file before this offset; 0: send it all
 */
public record Piece(FileDescription file, long from) {
  static Piece whole(FileDescription file) {
    return new Piece(file, 0);
  }

  /** How much of it is sent. */
  public long bytes() {
    return Math.max(0, file.getSize() - from);
  }
}
