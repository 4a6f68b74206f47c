import JSON

/// All checks of one examination, as text for people and as JSON for machines.
package struct DoctorReport: Hashable, Sendable {
  package let checks: [DoctorCheck]
  /// What `--fix` did, in sentences.
  package var fixes: [String] = []

  package init(checks: [DoctorCheck]) { self.checks = checks }

  /// A line is no longer, so that it stands in a narrow window beside others. Commands are: they stay in one piece.
  private static let width = 60

  package func count(_ verdicts: DoctorCheck.Verdict...) -> Int {
    checks.count { verdicts.contains($0.verdict) }
  }

  package var status: ExitStatus {
    if count(.unavailable) > 0 { return .unavailable }
    return count(.failed) > 0 ? .fault : .success
  }

  package var text: String {
    var text = fixes.map { "fixed: \($0)\n" }.joined()
    for group in DoctorCheck.Group.allCases {
      let ofGroup = checks.filter { $0.group == group }
      guard !ofGroup.isEmpty else { continue }
      text += text.isEmpty ? "" : "\n"
      text += group.rawValue + "\n"
      for check in ofGroup {
        text += TableLayout.indented(
          "\(check.verdict.symbol) \(check.name): \(check.sentence)", by: 0, width: Self.width,
          hanging: 2)
        if let repair = check.repair { text += "  → \(repair.text)\n" }
      }
    }
    return text
      + "\n\(count(.fine)) ✓, \(count(.notice)) !, \(count(.failed, .unavailable)) ✗\n"
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("status")
    writer.integer(Int64(status.rawValue))
    writer.key("fixes")
    writer.beginArray()
    for fix in fixes { writer.string(fix) }
    writer.endArray()
    writer.key("checks")
    writer.beginArray()
    for check in checks {
      writer.beginObject()
      writer.key("group")
      writer.string(check.group.rawValue)
      writer.key("name")
      writer.string(check.name)
      writer.key("verdict")
      writer.string(check.verdict.rawValue)
      writer.key("sentence")
      writer.string(check.sentence)
      if let repair = check.repair {
        writer.key("repair")
        writer.string(repair.text)
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
