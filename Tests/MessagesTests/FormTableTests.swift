import Billing
import JSON
import Messages
import Testing

/// The tables of fields: complete, documented, and the same as what the decoder does.
@Suite struct FormTableTests {
  /// Every table there is, by the name of its request type or record kind.
  static let tables: [(name: String, shape: ObjectShape)] =
    RequestDefinition.all.map { ($0.type.rawValue, $0.shape) }
    + RecordDefinition.all.map { ($0.type.rawValue, $0.shape) }

  /// The table and those of the objects within it, each with the pointer where it stands.
  static func objects(in shape: ObjectShape, at place: String) -> [(String, ObjectShape)] {
    [(place, shape)]
      + shape.fields.flatMap { field in
        field.kind.map { objects(in: $0, at: "\(place)/\(field.name)") } ?? []
      }
  }

  private static func objects(in kind: FieldKind, at place: String) -> [(String, ObjectShape)] {
    switch kind {
    case .object(let shape): objects(in: shape, at: place)
    case .variants(_, let shapes):
      shapes.enumerated().flatMap { objects(in: $1, at: "\(place)(\($0))") }
    case .list(let list): objects(in: list.element, at: "\(place)/*")
    default: []
    }
  }

  @Test("Every request type and every kind of record has one table")
  func tablesAreComplete() {
    #expect(RequestDefinition.all.map(\.type) == RequestType.allCases)
    #expect(
      Set(RecordDefinition.all.map(\.type))
        == Set(RecordType.allCases).subtracting([
          .invoice, .creditMemo, .payment, .application, .refund, .reversal, .invoiceRun,
          .email, .task, .request,
        ]))
    #expect(Set(RecordDefinition.all.map(\.type)).count == RecordDefinition.all.count)
    for definition in RequestDefinition.all {
      #expect(isSentence(definition.sentence), "\(definition.type)")
      #expect(definition.queue.requestTypes.contains(definition.type.rawValue))
    }
    let bound = WorkQueue.allCases.flatMap(\.requestTypes)
    #expect(Set(bound).count == bound.count, "a type is bound twice, or in advance still")
  }

  @Test("Every field has a name of its own and one sentence", arguments: tables.map(\.name))
  func fieldsAreDocumented(name: String) throws {
    let table = try #require(Self.tables.first { $0.name == name })
    for (place, shape) in Self.objects(in: table.shape, at: name) {
      #expect(!shape.fields.isEmpty, "\(place)")
      let names = shape.fields.map(\.name)
      #expect(Set(names).count == names.count, "\(place): a name twice in \(names)")
      for field in shape.fields {
        #expect(isSentence(field.sentence), "\(place)/\(field.name): \(field.sentence)")
        #expect((field.kind == nil) == (field.presence == .kept), "\(place)/\(field.name)")
      }
      for choice in shape.choices {
        #expect(choice.names.count > 1)
        for name in choice.names {
          #expect(shape.field(named: name)?.presence == .optional, "\(place)/\(name)")
        }
      }
    }
  }

  /// Capital first, full stop last, one sentence between, on one line.
  private func isSentence(_ text: String) -> Bool {
    guard let first = text.first, first.isUppercase, text.hasSuffix("."), text.count <= 100 else {
      return false
    }
    return !text.dropLast().contains(". ") && !text.contains("\n")
  }

  /// What the forms themselves say, and no rule of the domain.
  private static let formalRules = [
    "is not a field known here", "is required", "is missing", "cannot be given together",
    "must be a string", "must be an array", "must be an object", "must be a date that exists",
    "must be a decimal such as", "must be one of", "must be an identifier", "must be true or false",
    "must hold at least one element", "written without quotation marks", "must not be empty",
  ]

  @Test(
    "The smallest and the largest body of a table are read: what is declared is known, and nothing is asked besides"
  )
  func tablesAreWhatIsRead() throws {
    for definition in RequestDefinition.all {
      for isFull in [false, true] {
        let body = BodyMaker(isFull: isFull).object(definition.shape)
        let faults = Self.faults(definition.type, body)
        let formal = faults.filter { fault in
          Self.formalRules.contains { fault.message.contains($0) }
        }
        #expect(formal.isEmpty, "\(definition.type): \(body): \(formal.map(\.message))")
      }
    }
  }

  /// A field that a form reads only where another one has some value would be missing from its table. Here it is found,
  /// as soon as a recorded body has it.
  @Test(
    "Every field of an accepted recorded body is in a table, every field of a table in a recorded body"
  )
  func tablesHoldTheRecordedBodies() throws {
    var seen: Set<FieldDescription> = []
    for body in try RefusalCorpusTests.bodies() {
      guard let definition = RequestDefinition(typeName: body.type) else { continue }
      let isAccepted = Self.faults(definition.type, String(body.text)).isEmpty
      let root = try JSONDocument(reading: Array(body.text.utf8)).root
      let unknown = Self.unknownFields(
        of: root, in: .object(definition.shape), at: body.type, seen: &seen)
      #expect(!isAccepted || unknown.isEmpty, "\(body.type): \(unknown)")
    }
    for definition in RequestDefinition.all {
      for (place, shape) in Self.objects(in: definition.shape, at: definition.type.rawValue) {
        for field in shape.fields {
          #expect(seen.contains(field), "\(place)/\(field.name)")
        }
      }
    }
  }

  /// The members that no table has; those that one has are added to `seen`.
  private static func unknownFields(
    of value: JSONValue, in kind: FieldKind, at place: String, seen: inout Set<FieldDescription>
  ) -> [String] {
    var unknown: [String] = []
    switch (value, kind) {
    case (.object(let object), .object(let shape)):
      for member in object {
        let pointer = "\(place)/\(member.name)"
        guard let field = shape.field(named: member.name) else {
          unknown.append(pointer)
          continue
        }
        seen.insert(field)
        guard let kind = field.kind else { continue }
        unknown += unknownFields(of: member.value, in: kind, at: pointer, seen: &seen)
      }
    case (.object(let object), .variants(let tag, let shapes)):
      for (index, shape) in shapes.enumerated() {
        guard case .string(let name)? = object[tag],
          shape.field(named: tag)?.kind == .choice([name])
        else { continue }
        unknown += unknownFields(
          of: value, in: .object(shape), at: "\(place)(\(index))", seen: &seen)
      }
    case (.array(let array), .list(let list)):
      for element in array {
        unknown += unknownFields(of: element, in: list.element, at: "\(place)/*", seen: &seen)
      }
    default: break
    }
    return unknown
  }

  @Test("A field that must be there is missed, and one that the worker keeps is refused")
  func presenceIsEnforced() throws {
    for definition in RequestDefinition.all {
      for (place, field) in Self.fields(of: definition.shape) {
        switch field.presence {
        case .required:
          let body = BodyMaker(isFull: false, replacing: place, with: nil)
          let faults = Self.faults(definition.type, body.object(definition.shape))
          #expect(
            faults.contains { $0.pointer == place && $0.message == "\(field.name) is required." },
            "\(definition.type) \(place)")
        case .kept:
          let body = BodyMaker(isFull: false, replacing: place, with: "1")
          let faults = Self.faults(definition.type, body.object(definition.shape))
          #expect(
            faults.contains { $0.pointer == place && $0.message.contains("is kept by the worker") },
            "\(definition.type) \(place)")
        case .optional: break
        }
      }
    }
  }

  @Test(
    "The bounds of a field are those that the decoder enforces: the longest is accepted, one more is refused",
    arguments: RequestDefinition.all.map(\.type))
  func boundsAreEnforced(type: RequestType) throws {
    let shape = try #require(RequestDefinition(typeName: type.rawValue)).shape
    for (place, field) in Self.fields(of: shape) {
      guard let kind = field.kind else { continue }
      for bound in Bound.all(of: kind) {
        func faults(_ json: String) -> [Fault] {
          let body = BodyMaker(isFull: false, replacing: place, with: json)
          return Self.faults(type, body.object(shape)).filter {
            $0.pointer == place || $0.pointer?.hasPrefix("\(place)/") ?? false
          }
        }
        let beyond = faults(bound.beyond)
        #expect(!beyond.isEmpty, "\(type) \(place) accepts \(bound.beyond.prefix(200))")
        // The domain may have more to say about a value, but not that it is too long.
        let sentences = Set(beyond.map { Self.withoutDigits($0.message) })
        let within = faults(bound.within).filter {
          sentences.contains(Self.withoutDigits($0.message))
        }
        #expect(within.isEmpty, "\(type) \(place) refuses \(bound.within.prefix(200)): \(within)")
      }
    }
  }

  private static func withoutDigits(_ text: String) -> String { text.filter { !$0.isNumber } }

  /// The fields of a body and of all objects in it, with the pointers that the first element of each list has. Of
  /// variants the field is in the variant that comes as the list's element of the same index.
  static func fields(of shape: ObjectShape, at place: String = "") -> [(String, FieldDescription)] {
    shape.fields.flatMap { field in
      [("\(place)/\(field.name)", field)]
        + (field.kind.map { fields(of: $0, at: "\(place)/\(field.name)") } ?? [])
    }
  }

  private static func fields(of kind: FieldKind, at place: String) -> [(String, FieldDescription)] {
    switch kind {
    case .object(let shape): fields(of: shape, at: place)
    case .list(let list):
      if case .variants(_, let shapes) = list.element {
        shapes.enumerated().flatMap { fields(of: $1, at: "\(place)/\($0)") }
      } else {
        fields(of: list.element, at: "\(place)/0")
      }
    default: []
    }
  }

  static func faults(_ type: RequestType, _ body: String) -> [Fault] {
    let message = RequestMessage(
      body: Array(body.utf8), queue: .unrouted, contentType: "application/json", messageId: "r",
      type: type.rawValue, appId: "forms")
    switch RequestDecoder.decode(message) {
    case .request: return []
    case .refused(_, let refusal): return refusal.faults
    case .unidentified(let message): return [message.fault]
    }
  }
}
