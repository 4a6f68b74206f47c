/// Where a value stands in a document: the steps from the root to it (RFC 6901).
///
/// A decoder appends a step on its way down and removes it on its way up; the text is made only
/// when a fault needs it.
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  package enum Step: Hashable, Sendable {
    case member(String)
    case element(Int)
  }

  private var steps: [Step] = []

  /// The pointer to the whole document.
  package init() {}

  package mutating func append(member name: String) { steps.append(.member(name)) }

  package mutating func append(element index: Int) { steps.append(.element(index)) }

  /// The step to the value itself; nil at the root.
  package var last: Step? { steps.last }

  /// Goes up one step; at the root it stays there.
  package mutating func removeLast() { _ = steps.popLast() }

  package func appending(member name: String) -> JSONPointer {
    var pointer = self
    pointer.append(member: name)
    return pointer
  }

  package func appending(element index: Int) -> JSONPointer {
    var pointer = self
    pointer.append(element: index)
    return pointer
  }

  /// The text of RFC 6901 section 5: empty for the root, else each step after a slash, with `~`
  /// and `/` within a name written as `~0` and `~1`.
  package var description: String {
    var text = ""
    for step in steps {
      text.append("/")
      switch step {
      case .element(let index): text.append(String(index))
      case .member(let name):
        for scalar in name.unicodeScalars {
          switch scalar {
          case "~": text.append("~0")
          case "/": text.append("~1")
          default: text.unicodeScalars.append(scalar)
          }
        }
      }
    }
    return text
  }
}
