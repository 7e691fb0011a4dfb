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
import java.util.List;
import java.util.stream.Stream;
import org.osswap.base.Failure;

/**
 * Restores a process outside the user namespace that it was dumped in (systemd's PrivateUsers=). A
 * task inside one could not get its TCP connections back, for the network belongs to the host's.
 * The preflight has made sure that its ids are the same outside, and that it has no capabilities.
 *
 * <p>In CRIU's images a task's namespaces are ids: {@code task_kobj_ids_entry} (core.proto) in
 * ids-PID.img, with user_ns_id 10; CRIU's own are in inventory.img as root_ids 3. Equal ids mean: no
 * namespace of its own.
 */
final class UserNamespace {
  private static final int INVENTORY_MAGICS = 4; // inventory.img has its own only
  private static final int MAGICS = 8; // every other image: that of all images before its own
  private static final int LENGTH = 4; // of the only entry, behind the magic numbers
  private static final int ROOT_IDS = 3;
  private static final int USER_NS_ID = 10;

  private UserNamespace() {}

  static void forget(Path images) {
    try {
      CodedInputStream inventory =
          entry(Files.readAllBytes(images.resolve("inventory.img")), INVENTORY_MAGICS);
      byte[] rootIds = null;
      for (int tag = inventory.readTag(); tag != 0; tag = inventory.readTag()) {
        if (ImageTag.is(tag, ROOT_IDS, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          rootIds = inventory.readByteArray();
        } else {
          inventory.skipField(tag);
        }
      }
      if (rootIds == null) {
        throw new IOException("no root_ids in inventory.img");
      }
      long own = userNamespace(CodedInputStream.newInstance(rootIds));
      List<Path> tasks;
      try (Stream<Path> files = Files.list(images)) {
        tasks = files.filter(f -> f.getFileName().toString().matches("ids-\\d+\\.img")).toList();
      }
      for (Path task : tasks) {
        byte[] image = Files.readAllBytes(task);
        if (userNamespace(entry(image, MAGICS)) != own) {
          Files.write(task, withUserNamespace(image, own));
        }
      }
    } catch (IOException e) {
      throw new Failure(
          "read CRIU's images of namespaces", images.toString(), "" + e, "Try the move again.", e);
    }
  }

  private static CodedInputStream entry(byte[] image, int magics) throws IOException {
    int begin = magics + LENGTH;
    if (image.length < begin) {
      throw new IOException("an image of " + image.length + " bytes");
    }
    int length = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(magics);
    if (length != image.length - begin) {
      throw new IOException(
          "an entry of " + length + " bytes, where " + (image.length - begin) + " are left");
    }
    return CodedInputStream.newInstance(image, begin, image.length - begin);
  }

  private static long userNamespace(CodedInputStream ids) throws IOException {
    long id = 0;
    for (int tag = ids.readTag(); tag != 0; tag = ids.readTag()) {
      if (ImageTag.is(tag, USER_NS_ID, WireFormat.WIRETYPE_VARINT)) {
        id = ids.readUInt32();
      } else {
        ids.skipField(tag);
      }
    }
    return id;
  }

  /** All fields of a task's ids are varints. */
  static byte[] withUserNamespace(byte[] image, long id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    CodedInputStream in = entry(image, MAGICS);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (!ImageTag.is(tag, field, WireFormat.WIRETYPE_VARINT)) {
        throw new IOException("field " + field + " of a task's ids is no number");
      }
      long value = in.readUInt64();
      out.writeUInt64(field, field == USER_NS_ID ? id : value);
    }
    out.flush();
    return ByteBuffer.allocate(MAGICS + LENGTH + bytes.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(image, 0, MAGICS)
        .putInt(bytes.size())
        .put(bytes.toByteArray())
        .array();
  }
}
