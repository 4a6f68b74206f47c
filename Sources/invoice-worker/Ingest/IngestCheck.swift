import Billing
import Messages
import UBL

/// What the worker would refuse of a document for its form and arithmetic alone, by the worker's own code
/// and without its records.
struct IngestCheck {
  let errors: [Fault]
  let warnings: [Fault]

  /// `isCountable`: whether the sums of the document say something, too, and not its form alone.
  init(_ request: RequestToSend, isCountable: Bool = true) {
    switch RequestCheck.intake(of: request) {
    case .request(let identified):
      guard isCountable, let request = identified.request as? IngestInvoice else {
        (errors, warnings) = ([], [])
        return
      }
      (errors, warnings) = request.check()
    case .refused(_, let refusal): (errors, warnings) = (refusal.faults, [])
    case .unidentified(let message): (errors, warnings) = ([message.fault], [])
    }
  }

  /// Lines on a document in which anything was found; nil when there is nothing to say.
  func text(of place: String, _ texts: [TextWarning]) -> String? {
    let notes = texts.map { "  warning: \($0.place): \($0.code.rawValue): \($0.message)" }
    let details =
      errors.map { Self.text($0, prefix: "") } + warnings.map { Self.text($0, prefix: "warning: ") }
      + notes
    guard !details.isEmpty else { return nil }
    let head = errors.isEmpty ? "would be ingested with warnings" : "would be refused"
    return (["\(place): \(head)"] + details).joined(separator: "\n")
  }

  private static func text(_ fault: Fault, prefix: String) -> String {
    "  \(prefix)\(sentence(on: fault))"
  }

  /// The place of a fault in the request, its code and what is wrong.
  static func sentence(on fault: Fault) -> String {
    "\(fault.pointer.map { "\($0): " } ?? "")\(fault.code.rawValue): \(fault.message)"
  }
}
