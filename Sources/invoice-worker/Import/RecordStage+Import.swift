package import Billing

extension RecordStage {
  /// A type that is none of an upsert's goes last: the worker is asked all the same, and says what is
  /// wrong with it.
  package init(recordType: String) {
    self = RecordType(rawValue: recordType)?.kind?.stage ?? Self.last
  }

  private static let last = RecordStage.allCases.max() ?? .foundations
}
