/// A count that stops where it would cost too much to go on.
package enum CappedCount {
  /// The most that is counted; one more means more.
  package static let most = 10_000

  /// What stands for more.
  static let more = "10,000+"

  /// In digits, or as more than ``most``.
  package static func text(_ count: some BinaryInteger) -> String {
    count > most ? more : "\(count)"
  }
}
