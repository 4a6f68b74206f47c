/// Trees that stand in the program are written as literals; members keep their order.
extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }

  package init(booleanLiteral flag: Bool) { self = .bool(flag) }

  package init(integerLiteral number: Int) { self = .number(String(number)) }

  package init(arrayLiteral elements: JSONTree...) { self = .array(elements) }

  package init(dictionaryLiteral members: (String, JSONTree)...) {
    self = .object(members.map { Member(name: $0, value: $1) })
  }
}
