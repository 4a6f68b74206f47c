/// The person a request was made for; carried through to its completion.
package struct RequestedBy: Hashable, Sendable {
  package let userId: String?
  package let name: String?
  package let email: String?

  package init(
    userId: String? = nil,
    name: String? = nil,
    email: String? = nil
  ) {
    self.userId = userId
    self.name = name
    self.email = email
  }
}
