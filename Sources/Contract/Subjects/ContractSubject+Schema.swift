package import JSON
import Messages

extension ContractSubject {
  /// The JSON Schema of a request's data, of a record, or of an event's data, by itself (2020-12).
  package var schemaDocument: JSONTree {
    var writer = SchemaWriter(.draft2020)
    let schema = schema(&writer)
    return .object(
      [
        JSONTree.Member(name: "$schema", value: "https://json-schema.org/draft/2020-12/schema"),
        JSONTree.Member(name: "$id", value: .string(SchemaIdentifier.of(name))),
      ]
        + JSONTree.members([
          "title": .string(name), "description": .string(sentence),
        ]).members
        + schema.members.filter { !["title", "description"].contains($0.name) }
        + JSONTree.members([
          "examples": .array(examples),
          "$defs": writer.definitions.isEmpty ? nil : .named(writer.definitions),
        ]).members)
  }

  /// The same for a document that has its shared schemas elsewhere.
  package func schema(_ writer: inout SchemaWriter) -> JSONTree {
    switch self {
    case .request(let definition): writer.schema(definition.shape)
    case .record(let definition): writer.schema(definition.shape)
    case .event(let form): writer.schema(form.data)
    }
  }
}
