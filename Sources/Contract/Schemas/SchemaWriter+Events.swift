package import JSON

extension SchemaWriter {
  /// What an event writes as this object. Open: a later version may add members.
  package mutating func schema(_ shape: EventShape) -> JSONTree {
    var properties: [(name: String, value: JSONTree)] = []
    for member in shape.members { properties.append((member.name, schema(member))) }
    let required = shape.members.filter(\.isAlwaysThere).map(\.name)
    return .members([
      "title": shape.name.map { .string($0) }, "description": .string(shape.sentence),
      "type": "object", "properties": .named(properties),
      "required": required.isEmpty ? nil : .strings(required),
    ])
  }

  private mutating func schema(_ member: EventMember) -> JSONTree {
    let schema = schema(member.kind)
    let sentence = JSONTree.Member(name: "description", value: .string(member.sentence))
    if schema["$ref"] != nil {
      // Draft 07 reads nothing beside a reference.
      let alternatives: [JSONTree] = member.mayBeNull ? [schema, ["type": "null"]] : [schema]
      let keyword = member.mayBeNull ? "anyOf" : "allOf"
      return .object([sentence, JSONTree.Member(name: keyword, value: .array(alternatives))])
    }
    let described = JSONTree.object(
      [sentence] + schema.members.filter { $0.name != "description" })
    return member.mayBeNull ? Self.orNull(described) : described
  }

  private mutating func schema(_ kind: EventKind) -> JSONTree {
    switch kind {
    case .text: return ["type": "string"]
    case .decimal: return ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"]
    case .integer: return ["type": "integer"]
    case .flag: return ["type": "boolean"]
    case .date: return ["type": "string", "format": "date", "pattern": .string(Self.datePattern)]
    case .instant:
      return ["type": "string", "format": "date-time", "pattern": .string(Self.instantPattern)]
    case .choice(let names) where names.count == 1: return ["const": .string(names[0])]
    case .choice(let names): return ["type": "string", "enum": .strings(names)]
    case .list(let element): return ["type": "array", "items": schema(element)]
    case .object(let shape):
      guard let name = shape.name else { return schema(shape) }
      return reference(to: name) { $0.schema(shape) }
    case .counts(let names):
      return [
        "type": "object", "properties": .named(names.map { ($0, ["type": "integer"]) }),
      ]
    case .terms: return ["type": "object"]
    }
  }

  static let instantPattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$"
}
