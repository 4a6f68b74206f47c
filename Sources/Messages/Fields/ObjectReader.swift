import JSON

/// Takes the members of an object by name, collects every fault, and knows in the end which members nobody asked for.
///
/// null is the same as absent, everywhere (<doc:Requests#A-request>). Fields are best taken in the order senders
/// write them: the search for a name starts behind the last one found.
///
/// The sentence that goes with each field costs nothing here: it is a literal, and only a reader that takes notes keeps
/// it.
struct ObjectReader {
  let faults: FaultCollector
  private let members: [JSONMember]
  private var isTaken: [Bool]
  /// How many are left.
  private var untaken: Int
  private var next = 0
  /// Where the fields are noted that the form asks for; nil for a reader of an object.
  private let notes: ShapeNotes?

  init(_ object: JSONObject, _ faults: FaultCollector) {
    self.faults = faults
    members = Array(object)
    isTaken = Array(repeating: false, count: members.count)
    untaken = members.count
    notes = nil
  }

  /// A reader of nothing, that notes what it is asked for.
  init(noting notes: ShapeNotes) {
    faults = FaultCollector()
    members = []
    isTaken = []
    untaken = 0
    self.notes = notes
  }

  /// The value of a field that may be left out.
  mutating func optional<Form: FieldForm>(
    _ name: String, _ form: Form, _ sentence: String
  ) -> Form.Value? {
    guard let value = take(name) else {
      note(name, .optional, form, sentence)
      return nil
    }
    faults.pointer.append(member: name)
    defer { faults.pointer.removeLast() }
    return form.read(value, faults)
  }

  /// The value of a field that must be there.
  mutating func required<Form: FieldForm>(
    _ name: String, _ form: Form, _ sentence: String
  ) -> Form.Value? {
    guard let value = take(name) else {
      guard !note(name, .required, form, sentence) else { return nil }
      refuse(name, "is required")
      return nil
    }
    faults.pointer.append(member: name)
    defer { faults.pointer.removeLast() }
    return form.read(value, faults)
  }

  /// A field of the record that the worker keeps itself.
  mutating func kept(_ name: String, _ sentence: String) {
    notes?.note(
      FieldDescription(name: name, presence: .kept, kind: nil, sentence: sentence))
    guard take(name) != nil else { return }
    refuse(name, "is kept by the worker and cannot be given; leave it out")
  }

  /// Holds members that exclude each other to one, before they are read: else one fault for each that is given, or,
  /// when none is, one for each that could be (<doc:Requests#Types>). One that has a fault of its own counts as given,
  /// as does one that is empty; null is absent.
  ///
  /// - Parameters:
  ///   - names: the members, as the sentence lists them.
  ///   - mayBeAbsent: whether none of them is right too.
  /// - Returns: whether nothing was refused.
  func exclusive(_ names: [String], mayBeAbsent: Bool = false) -> Bool {
    if let notes {
      notes.note(ObjectShape.Choice(names: names, isRequired: !mayBeAbsent))
      return true
    }
    let given = names.filter { isGiven($0) }
    if given.count == 1 || (given.isEmpty && mayBeAbsent) { return true }
    let choice = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    let rule =
      mayBeAbsent ? "give at most one of \(choice)" : "give exactly one of \(choice)"
    for name in given {
      let others = given.filter { $0 != name }.joined(separator: " and ")
      refuse(name, "cannot be given together with \(others); \(rule)")
    }
    if given.isEmpty {
      for name in names { refuse(name, "is missing; \(rule)") }
    }
    return false
  }

  /// Whether the field is there and not null, taken or not, with a fault or without.
  func isGiven(_ name: String) -> Bool {
    members.contains { $0.isNamed(name) && !$0.isNull }
  }

  /// Whether the field is there, as null, and was not taken.
  func isNull(_ name: String) -> Bool {
    members.indices.contains { !isTaken[$0] && members[$0].isNamed(name) && members[$0].isNull }
  }

  /// All members, taken or not; none where the reader takes notes.
  var given: [JSONMember] { members }

  /// Takes the members of these names, whatever they hold, and says which there are, in the order of the object. They are
  /// known and cannot be given, for a reason that the domain has.
  mutating func takeNames(among names: Set<String>) -> [String] {
    var taken: [String] = []
    for index in members.indices where !isTaken[index] {
      let name = members[index].name
      guard names.contains(name) else { continue }
      isTaken[index] = true
      untaken -= 1
      taken.append(name)
    }
    return taken
  }

  /// Leaves out every field that was not taken, because nothing can be said about it.
  mutating func ignoreTheRest() {
    for index in members.indices { isTaken[index] = true }
    untaken = 0
  }

  /// Records a fault of a member of this object.
  func refuse(_ name: String, _ rule: @autoclosure () -> String) {
    faults.pointer.append(member: name)
    faults.refuse(rule())
    faults.pointer.removeLast()
  }

  /// Records a fault for every member that was not taken, null or not: most are misspelt names.
  func refuseUnknownMembers() {
    guard untaken > 0 else { return }
    for (index, member) in members.enumerated() where !isTaken[index] {
      refuse(member.name, "is not a field known here; check its spelling")
    }
  }

  /// - Returns: whether this reader takes notes.
  @discardableResult
  private func note<Form: FieldForm>(
    _ name: String, _ presence: FieldDescription.Presence, _ form: Form, _ sentence: String
  ) -> Bool {
    guard let notes else { return false }
    notes.note(
      FieldDescription(name: name, presence: presence, kind: form.kind, sentence: sentence))
    return true
  }

  /// The member's value, unless it is absent or null.
  private mutating func take(_ name: String) -> JSONValue? {
    guard untaken > 0 else { return nil }
    var index = next
    for _ in 0..<members.count {
      if index == members.count { index = 0 }
      if !isTaken[index], members[index].isNamed(name) {
        isTaken[index] = true
        untaken -= 1
        next = index + 1
        return members[index].isNull ? nil : members[index].value
      }
      index += 1
    }
    return nil
  }
}
