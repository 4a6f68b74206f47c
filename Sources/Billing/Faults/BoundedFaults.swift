/// Faults of one request, listed up to a limit and counted beyond it, so that the answer to a document with ten thousand
/// bad lines still fits a message.
package struct BoundedFaults: Sendable {
  package enum Kind: Sendable {
    case errors
    case warnings
  }

  /// How many errors an answer lists.
  package static let listedErrors = 100
  /// How many warnings an answer lists.
  package static let listedWarnings = 1_000

  private let kind: Kind
  private let limit: Int
  private var listed: [Fault] = []
  private var unlisted = 0

  package init(_ kind: Kind) {
    self.kind = kind
    limit = kind == .errors ? Self.listedErrors : Self.listedWarnings
  }

  package var isEmpty: Bool { listed.isEmpty }

  /// Listed or not.
  package var count: Int { listed.count + unlisted }

  package mutating func append(_ fault: @autoclosure () -> Fault) {
    guard listed.count < limit else {
      unlisted += 1
      return
    }
    listed.append(fault())
  }

  /// Those listed, and one that says how many more there are; its code is the one given, else that of the last one
  /// listed.
  package func all(endingWith code: ErrorCode? = nil) -> [Fault] {
    guard unlisted > 0, let last = listed.last else { return listed }
    let message =
      switch kind {
      case .errors:
        unlisted == 1
          ? "There is one more fault that is not listed; fix these first."
          : "There are \(unlisted) more faults that are not listed; fix these first."
      case .warnings:
        unlisted == 1
          ? "There is one more warning that is not listed."
          : "There are \(unlisted) more warnings that are not listed."
      }
    return listed + [Fault(code: code ?? last.code, message: message)]
  }
}
