package import JSON
package import Messages

extension SchemaWriter {
  /// What the decoder accepts as this object: no other member, and null where a member may be absent.
  package mutating func schema(_ shape: ObjectShape, title: String? = nil, sentence: String? = nil)
    -> JSONTree
  {
    var properties: [(name: String, value: JSONTree)] = []
    for field in shape.fields { properties.append((field.name, schema(field))) }
    let required = shape.fields.filter { $0.presence == .required }.map(\.name)
    return .members([
      "title": title.map { .string($0) }, "description": sentence.map { .string($0) },
      "type": "object", "properties": .named(properties),
      "required": required.isEmpty ? nil : .strings(required),
      "additionalProperties": false,
      "allOf": shape.choices.isEmpty ? nil : .array(shape.choices.map(schema)),
    ])
  }

  private mutating func schema(_ field: FieldDescription) -> JSONTree {
    guard let kind = field.kind else {
      return .members([
        "description": .string("\(field.sentence) Kept by the worker; it cannot be given."),
        "type": "null", "readOnly": true,
      ])
    }
    let schema = schema(kind)
    let described = JSONTree.members(["description": .string(Self.sentence(field.sentence, kind))])
    let full = JSONTree.object(described.members + schema.members)
    return field.presence == .required ? full : Self.orNull(full)
  }

  /// Exactly one of the members is there and not null; or at most one.
  private func schema(_ choice: ObjectShape.Choice) -> JSONTree {
    let null: JSONTree = ["type": "null"]
    let given = choice.names.map { name -> JSONTree in
      let notNull: JSONTree = ["not": null]
      return ["required": .strings([name]), "properties": .named([(name, notNull)])]
    }
    let none: JSONTree = ["properties": .named(choice.names.map { ($0, null) })]
    return ["oneOf": .array(choice.isRequired ? given : given + [none])]
  }

  /// A value of the kind.
  package mutating func schema(_ kind: FieldKind) -> JSONTree {
    switch kind {
    case .object(let shape): return schema(shape)
    case .variants(let tag, let shapes): return variants(shapes, tag: tag)
    case .list(let list): return schema(list)
    case .choice(let names) where names.count == 1: return ["const": .string(names[0])]
    case .choice(let names): return ["type": "string", "enum": .strings(names)]
    case .text(let text): return schema(text)
    case .decimal(let decimal): return schema(decimal)
    case .integer(let range):
      return [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound),
      ]
    case .date: return ["type": "string", "format": "date", "pattern": .string(Self.datePattern)]
    case .flag: return ["type": "boolean"]
    case .identifier(let length):
      return [
        "type": "string", "minLength": .integer(length.lowerBound),
        "maxLength": .integer(length.upperBound), "pattern": "^[!-~]+$",
      ]
    case .currency:
      return ["type": "string", "pattern": #"^[^\u0000-\u001F\u007F-\u009F]*$"#]
    case .either(let kinds):
      var schemas: [JSONTree] = []
      for kind in kinds { schemas.append(schema(kind)) }
      return ["anyOf": .array(schemas)]
    }
  }

  private func schema(_ text: TextShape) -> JSONTree {
    let isImage = text.format == .image
    return .members([
      "type": "string", "minLength": .integer(text.length.lowerBound),
      "maxLength": .integer(text.length.upperBound), "pattern": .string(text.pattern),
      "contentEncoding": isImage ? "base64" : nil,
      "contentMediaType": isImage ? "image/png" : nil,
    ])
  }

  private mutating func variants(_ shapes: [ObjectShape], tag: String) -> JSONTree {
    var references: [JSONTree] = []
    for shape in shapes {
      guard case .choice(let names)? = shape.field(named: tag)?.kind, let name = names.first else {
        continue
      }
      references.append(reference(to: name) { $0.schema(shape, title: name) })
    }
    return .members([
      "type": "object", "discriminator": dialect == .asyncAPI ? .string(tag) : nil,
      "oneOf": .array(references),
    ])
  }

  private mutating func schema(_ list: ListShape) -> JSONTree {
    .members([
      "type": "array", "items": schema(list.element),
      "minItems": list.count.lowerBound > 0 ? .integer(list.count.lowerBound) : nil,
      "maxItems": .integer(list.count.upperBound),
      "uniqueItems": list.distinctBy == nil ? nil : true,
    ])
  }

  /// A number is bounded by its size, the bound itself let in for readers that round; how it must be written no schema can say
  /// of a number.
  private func schema(_ decimal: DecimalShape) -> JSONTree {
    let bound = "1" + String(repeating: "0", count: decimal.integerDigits)
    return .members([
      "type": ["string", "number"], "pattern": .string(decimal.pattern),
      "exclusiveMinimum": decimal.isPositive ? 0 : nil,
      "minimum": decimal.isPositive ? nil : .number("-\(bound)"), "maximum": .number(bound),
    ])
  }

  /// The same, or null.
  static func orNull(_ schema: JSONTree) -> JSONTree {
    if let alternatives = schema["anyOf"] {
      return schema.adding(["anyOf": .array(alternatives.elements + [["type": "null"]])])
    }
    if let constant = schema["const"] {
      return .object(schema.members.filter { $0.name != "const" })
        .adding(["enum": [constant, .null]])
    }
    if schema["$ref"] != nil {
      let reference = JSONTree.object(schema.members.filter { $0.name == "$ref" })
      return .object(schema.members.filter { $0.name != "$ref" })
        .adding(["anyOf": [reference, ["type": "null"]]])
    }
    let type: JSONTree? = schema["type"].map {
      .array(($0.text == nil ? $0.elements : [$0]) + ["null"])
    }
    return schema.adding([
      "type": type, "enum": schema["enum"].map { .array($0.elements + [.null]) },
    ])
  }

  /// From 1900 to 2199; which years have a 29th of February `format` says.
  static let datePattern =
    "^(19|20|21)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"

  /// What a field means, and what of its value no keyword says.
  private static func sentence(_ sentence: String, _ kind: FieldKind) -> String {
    switch kind {
    case .decimal: "\(sentence) A decimal without exponent, as a string or a number."
    case .currency: "\(sentence) A code of ISO 4217."
    case .list(let list):
      switch list.distinctBy {
      case nil: sentence
      case ""?: "\(sentence) Each once."
      case let key?: "\(sentence) Each \(key) once."
      }
    default: sentence
    }
  }
}
