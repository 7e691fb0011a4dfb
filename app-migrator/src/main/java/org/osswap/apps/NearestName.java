package org.osswap.apps;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody meant to type: the known name at the smallest edit distance. */
public final class NearestName {
  private NearestName() {}

  /** Empty if none is known. */
  public static String of(String typed, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(name -> distance(typed, name))).orElse("");
  }

  /** Levenshtein's distance, row by row. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
