/// The identifiers of the contract's schemas, `$id` of each: names, no addresses. An event carries its schema's as `dataschema`.
package enum SchemaIdentifier {
  /// The contract's first version; a member that goes, or means something else, makes another one.
  private static let version = "https://invoice-worker.example/v1/"

  /// The identifier of the schema of a request type, an event type, or a kind of record.
  package static func of(_ name: String) -> String { version + name }
}

extension EventType {
  /// Of the schema of its data.
  package var schemaIdentifier: String { SchemaIdentifier.of(rawValue) }
}
