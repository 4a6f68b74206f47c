/// One thing that the doctor looked at: what it is called, how it is, and what puts it right.
package struct DoctorCheck: Hashable, Sendable {
  /// In the order in which they are shown.
  package enum Group: String, Hashable, Sendable, CaseIterable {
    case configuration
    case broker
    case rights
    case topology
    case database
    case tax
    case promises
    case host
  }

  package enum Verdict: String, Hashable, Sendable {
    case fine = "ok"
    /// Worth a look, or not checked; the sentence says which.
    case notice = "warning"
    case failed
    /// A server does not answer, so that nothing of it could be checked.
    case unavailable

    package var symbol: String {
      switch self {
      case .fine: "✓"
      case .notice: "!"
      case .failed, .unavailable: "✗"
      }
    }
  }

  package let group: Group
  package let name: String
  package let verdict: Verdict
  package let sentence: String
  /// What to type or do; nil where nothing is to be done.
  package let repair: Repair?

  static func fine(_ group: Group, _ name: String, _ sentence: String) -> DoctorCheck {
    DoctorCheck(group: group, name: name, verdict: .fine, sentence: sentence, repair: nil)
  }

  static func notice(
    _ group: Group, _ name: String, _ sentence: String, _ repair: Repair? = nil
  ) -> DoctorCheck {
    DoctorCheck(group: group, name: name, verdict: .notice, sentence: sentence, repair: repair)
  }

  /// The way to check it stands in place of the repair.
  static func notChecked(
    _ group: Group, _ name: String, _ reason: String, _ way: Repair? = nil
  ) -> DoctorCheck {
    .notice(group, name, "not checked: \(reason)", way)
  }

  static func failed(
    _ group: Group, _ name: String, _ sentence: String, _ repair: Repair
  ) -> DoctorCheck {
    DoctorCheck(group: group, name: name, verdict: .failed, sentence: sentence, repair: repair)
  }

  static func unavailable(
    _ group: Group, _ name: String, _ sentence: String, _ repair: Repair
  ) -> DoctorCheck {
    DoctorCheck(
      group: group, name: name, verdict: .unavailable, sentence: sentence, repair: repair)
  }
}

extension DoctorCheck {
  /// What puts a check right. Of all of them `--fix` does the first two.
  package enum Repair: Hashable, Sendable {
    case topologyApply
    case migrate
    /// To be typed into a shell.
    case command(String)
    /// What no single command does.
    case advice(String)

    package var text: String {
      switch self {
      case .topologyApply: "invoice-worker topology apply"
      case .migrate: "invoice-worker migrate"
      case .command(let text), .advice(let text): text
      }
    }
  }
}
