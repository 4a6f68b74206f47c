/// Finds what somebody probably meant to write.
enum Suggestion {
  /// The candidate with the fewest edits (insert, delete, replace, swap of neighbours), when they are few
  /// enough for the length of the word to be no accident: one for a word of up to seven letters, three at most. "report"
  /// is two edits from "import", and was never meant as that.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    var best: (candidate: String, edits: Int)?
    for candidate in candidates {
      let edits = edits(from: Array(word.utf8), to: Array(candidate.utf8))
      if edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    guard let best, best.edits <= min(3, max(1, word.utf8.count / 4)) else { return nil }
    return best.candidate
  }

  /// Optimal string alignment distance; the words are short.
  private static func edits(from left: [UInt8], to right: [UInt8]) -> Int {
    var rows = [Array(0...right.count)]
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      for (j, b) in right.enumerated() {
        var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
