@testable import Billing

extension LedgerHistory {
  /// Kinds of requests that are not planned yet: they join the histories as soon as they are.
  static let awaited: Set<Kind> = [.createMemo, .writeOff, .convert, .voidMemo, .post, .void]
}
