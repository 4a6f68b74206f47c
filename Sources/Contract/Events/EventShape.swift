/// An object of an event, as data: what `EventEncoder` writes. Consumers ignore what they do not know, so other members may come; the
/// tests hold that none does without standing here.
package struct EventShape: Sendable {
  /// The name under which others refer to it; nil for one that stands in one place only.
  package let name: String?
  package let sentence: String
  package let members: [EventMember]

  init(_ name: String? = nil, _ sentence: String, _ members: [EventMember]) {
    self.name = name
    self.sentence = sentence
    self.members = members
  }

  package func member(named name: String) -> EventMember? { members.first { $0.name == name } }
}

/// A member of an object of an event.
package struct EventMember: Sendable {
  package enum Presence: Sendable {
    /// It is there, and never null.
    case always
    /// It is there, null where it does not apply.
    case orNull
    /// It is left out where it does not apply.
    case sometimes
    /// It is left out, or null.
    case sometimesOrNull
  }

  package let name: String
  package let presence: Presence
  package let kind: EventKind
  /// One sentence for people.
  package let sentence: String

  static func always(_ name: String, _ kind: EventKind, _ sentence: String) -> EventMember {
    EventMember(name: name, presence: .always, kind: kind, sentence: sentence)
  }

  static func orNull(_ name: String, _ kind: EventKind, _ sentence: String) -> EventMember {
    EventMember(name: name, presence: .orNull, kind: kind, sentence: sentence)
  }

  static func sometimes(_ name: String, _ kind: EventKind, _ sentence: String) -> EventMember {
    EventMember(name: name, presence: .sometimes, kind: kind, sentence: sentence)
  }

  static func sometimesOrNull(
    _ name: String, _ kind: EventKind, _ sentence: String
  ) -> EventMember {
    EventMember(name: name, presence: .sometimesOrNull, kind: kind, sentence: sentence)
  }

  /// Whether it is always there, null or not.
  package var isAlwaysThere: Bool { presence == .always || presence == .orNull }

  package var mayBeNull: Bool { presence == .orNull || presence == .sometimesOrNull }
}

/// What a member of an event is.
package indirect enum EventKind: Sendable {
  case text
  /// A decimal without exponent, as a string.
  case decimal
  case integer
  case flag
  case date
  /// A point in time, UTC, as RFC 3339 writes it.
  case instant
  case choice([String])
  case list(EventKind)
  case object(EventShape)
  /// An object of whole numbers, by these names.
  case counts([String])
  /// An object whose members are those that a document from elsewhere brought along.
  case terms

  static func choice<Value>(_: Value.Type) -> EventKind
  where Value: RawRepresentable<String> & CaseIterable {
    .choice(Value.allCases.map(\.rawValue))
  }
}
