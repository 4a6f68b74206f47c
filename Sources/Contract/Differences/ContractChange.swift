/// Something that differs between two contracts.
package struct ContractChange: Hashable, Sendable {
  /// What has changed: `invoice.generate.v1/accountId`, or `queue invoice.changes`.
  package let place: String
  /// From the verb on: "may not be longer than 64 characters any more".
  package let sentence: String
  /// Whether a client that was right before may be wrong now.
  package let isBreaking: Bool

  static func breaking(_ place: String, _ sentence: String) -> ContractChange {
    ContractChange(place: place, sentence: sentence, isBreaking: true)
  }

  static func compatible(_ place: String, _ sentence: String) -> ContractChange {
    ContractChange(place: place, sentence: sentence, isBreaking: false)
  }
}
