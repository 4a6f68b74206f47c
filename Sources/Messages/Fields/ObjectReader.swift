import JSON

/// Takes the members of an object by name, collects every fault, and knows in the end which members
/// nobody asked for.
///
/// null is the same as absent, everywhere (<doc:Requests#A-request>). Fields are best taken in the order senders
/// write them: the search for a name starts behind the last one found.
struct ObjectReader {
  let faults: FaultCollector
  private let members: [JSONMember]
  private var isTaken: [Bool]
  private var next = 0

  init(_ object: JSONObject, _ faults: FaultCollector) {
    self.faults = faults
    members = Array(object)
    isTaken = Array(repeating: false, count: members.count)
  }

  /// The value of a field that may be left out.
  mutating func optional<Form: FieldForm>(_ name: String, _ form: Form) -> Form.Value? {
    guard let value = take(name) else { return nil }
    faults.pointer.append(member: name)
    defer { faults.pointer.removeLast() }
    return form.read(value, faults)
  }

  /// The value of a field that must be there.
  mutating func required<Form: FieldForm>(_ name: String, _ form: Form) -> Form.Value? {
    guard let value = take(name) else {
      refuse(name, "is required")
      return nil
    }
    faults.pointer.append(member: name)
    defer { faults.pointer.removeLast() }
    return form.read(value, faults)
  }

  /// A field that the contract has and this version does not handle. Refused, never dropped: the sender
  /// would believe that it holds.
  mutating func unsupported(_ names: String...) {
    for name in names where take(name) != nil {
      refuse(name, "is not supported by this version; leave it out")
    }
  }

  /// A field of the record that the worker keeps itself.
  mutating func kept(_ names: String...) {
    for name in names where take(name) != nil {
      refuse(name, "is kept by the worker and cannot be given; leave it out")
    }
  }

  /// Whether the field is there and not null. It stays to be taken.
  func isGiven(_ name: String) -> Bool {
    members.contains { $0.isNamed(name) && !$0.isNull }
  }

  /// Leaves out every field that was not taken, because nothing can be said about it.
  mutating func ignoreTheRest() {
    for index in members.indices { isTaken[index] = true }
  }

  /// Records a fault of a member of this object.
  func refuse(_ name: String, _ rule: @autoclosure () -> String) {
    faults.pointer.append(member: name)
    faults.refuse(rule())
    faults.pointer.removeLast()
  }

  /// Records a fault of an element of a member of this object.
  func refuse(_ name: String, element index: Int, _ rule: @autoclosure () -> String) {
    faults.pointer.append(member: name)
    faults.pointer.append(element: index)
    faults.refuse(rule())
    faults.pointer.removeLast()
    faults.pointer.removeLast()
  }

  /// Records a fault for every member that was not taken, null or not: most are misspelt names.
  func refuseUnknownMembers() {
    for (index, member) in members.enumerated() where !isTaken[index] {
      refuse(member.name, "is not a field known here; check its spelling")
    }
  }

  /// The member's value, unless it is absent or null.
  private mutating func take(_ name: String) -> JSONValue? {
    for offset in 0..<members.count {
      let place = next + offset
      let index = place < members.count ? place : place - members.count
      guard !isTaken[index], members[index].isNamed(name) else { continue }
      isTaken[index] = true
      next = index + 1
      return members[index].isNull ? nil : members[index].value
    }
    return nil
  }
}
