import Contract
import JSON
import Testing

@Suite struct DifferenceTests {
  private static let now = AsyncAPIDocument(.v30, programVersion: "1.0.0").tree

  /// The document with another value at this path.
  private static func changed(
    _ path: String, _ tree: JSONTree = now, to value: JSONTree?
  ) -> JSONTree {
    changed(path.split(separator: "/").map(String.init)[...], tree, value)
  }

  private static func changed(
    _ path: ArraySlice<String>, _ tree: JSONTree, _ value: JSONTree?
  ) -> JSONTree {
    guard let name = path.first else { return value ?? .null }
    var members = tree.members
    let rest = path.dropFirst()
    if let index = members.firstIndex(where: { $0.name == name }) {
      if rest.isEmpty, value == nil {
        members.remove(at: index)
      } else {
        members[index].value = changed(rest, members[index].value, value)
      }
    } else if let value {
      members.append(JSONTree.Member(name: name, value: changed(rest, [:], value)))
    }
    return .object(members)
  }

  /// Whether what was printed before is broken by what is printed now; nil when nothing has changed.
  private static func isBreaking(_ before: JSONTree, _ after: JSONTree = now) -> Bool? {
    guard let changes = ContractComparison(from: before, to: after)?.changes, !changes.isEmpty
    else { return nil }
    return changes.contains(where: \.isBreaking)
  }

  private static let request = "components/schemas/InvoiceGenerateV1"
  private static let event = "components/schemas/ErrorLogRecordedV1/properties/data"

  @Test("The same contract has no differences, in either version of AsyncAPI")
  func nothing() {
    #expect(Self.isBreaking(Self.now) == nil)
    #expect(Self.isBreaking(AsyncAPIDocument(.v31, programVersion: "2").tree) == nil)
    #expect(ContractComparison(from: [:], to: Self.now) == nil)
  }

  @Test("A type that goes is breaking, one that comes is not")
  func types() {
    let without = Self.changed("operations/InvoiceGenerateV1", to: nil)
    #expect(Self.isBreaking(Self.now, without) == true)
    #expect(Self.isBreaking(without, Self.now) == false)
  }

  @Test(
    "Of a request it is breaking to accept less: a member gone, one that must be there, a shorter text, a missing choice, no null",
    arguments: [
      ("\(request)/properties/zeroAmountInvoices", nil),
      ("\(request)/required", ["targetDate"]),
      ("\(request)/properties/correlationId/maxLength", .number("1000")),
      ("\(request)/properties/correlationId/minLength", 0),
      ("\(request)/properties/action/enum", ["Draft", "Posted", "Void"]),
      ("\(request)/properties/accountId/type", ["string", "null", "integer"]),
      ("\(request)/properties/correlationId/pattern", nil),
    ] as [(String, JSONTree?)])
  func requests(path: String, value: JSONTree?) {
    let other = Self.changed(path, to: value)
    // A member that only the other has, the other accepts.
    let isOtherWider = value != nil || path.hasSuffix("pattern")
    #expect(
      Self.isBreaking(isOtherWider ? other : Self.now, isOtherWider ? Self.now : other) == true)
    #expect(
      Self.isBreaking(isOtherWider ? Self.now : other, isOtherWider ? other : Self.now) == false)
  }

  @Test(
    "Of an event it is breaking to promise less: a member gone, one that may be left out, another type"
  )
  func events() {
    let gone = Self.changed("\(Self.event)", to: ["type": "object"])
    #expect(Self.isBreaking(Self.now, gone) == true)
    #expect(Self.isBreaking(gone, Self.now) == false)
    let log = "components/schemas/ErrorLog"
    let mayBeNull = Self.changed("\(log)/properties/severity/type", to: ["string", "null"])
    #expect(Self.isBreaking(Self.now, mayBeNull) == true)
    #expect(Self.isBreaking(mayBeNull, Self.now) == false)
    let more = Self.changed("\(log)/properties/severity/enum", to: ["Error", "Warning", "Notice"])
    #expect(Self.isBreaking(Self.now, more) == false, "consumers ignore what they do not know")
  }

  @Test("A queue, an argument or a binding that goes is breaking")
  func topology() {
    let none = Self.changed("x-topology/queues", to: [])
    #expect(Self.isBreaking(Self.now, none) == true)
    #expect(Self.isBreaking(none, Self.now) == false)
    let unbound = Self.changed("x-topology/bindings", to: [])
    #expect(Self.isBreaking(Self.now, unbound) == true)
  }
}
