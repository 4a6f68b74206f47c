import JSON
import Testing

@Suite struct JSONPointerTests {
  /// The names of RFC 6901 section 5 among them.
  @Test(arguments: [
    ("foo", "/foo"), ("", "/"), ("a/b", "/a~1b"), ("m~n", "/m~0n"), ("~1", "/~01"),
    ("c%d", "/c%d"), ("k\"l", "/k\"l"), (" ", "/ "), ("é", "/é"),
  ])
  func namesAreEscaped(name: String, expected: String) {
    #expect(JSONPointer().appending(member: name).description == expected)
  }

  @Test func stepsComeAndGo() {
    var pointer = JSONPointer()
    #expect(pointer.description == "")
    pointer.append(member: "invoice")
    pointer.append(member: "lines")
    pointer.append(element: 12)
    #expect(pointer.appending(member: "name").description == "/invoice/lines/12/name")
    pointer.removeLast()
    #expect(pointer.appending(element: 0).description == "/invoice/lines/0")
    #expect(pointer.description == "/invoice/lines")
    pointer.removeLast()
    pointer.removeLast()
    pointer.removeLast()
    #expect(pointer == JSONPointer())
  }
}
