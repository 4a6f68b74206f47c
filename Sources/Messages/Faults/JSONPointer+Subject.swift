import JSON

extension JSONPointer {
  /// What a sentence about the value begins with.
  var subject: String {
    switch last {
    case .member(let name)?: EscapedText.of(name)
    case .element?: "Element \(description)"
    case nil: "The request"
    }
  }
}
