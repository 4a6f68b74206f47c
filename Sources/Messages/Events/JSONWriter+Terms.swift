package import Billing
package import JSON

extension JSONWriter {
  /// The members of terms, as a part of the object that is open.
  package mutating func members(_ members: [TermTree.Member]) {
    for member in members {
      key(member.name)
      tree(member.value)
    }
  }

  private mutating func tree(_ tree: TermTree) {
    switch tree {
    case .text(let text): string(text)
    case .list(let list):
      beginArray()
      for item in list { self.tree(item) }
      endArray()
    case .object(let members):
      beginObject()
      self.members(members)
      endObject()
    }
  }
}
