/// The person a request was made for; carried through to its completion.
package struct RequestedBy: Hashable, Sendable {
  package let userId: String?
  package let name: String?
  package let email: String?
  /// Whether what came of it is mailed to ``email`` (<doc:Emails#Notices>).
  package let notifies: Bool

  package init(
    userId: String? = nil,
    name: String? = nil,
    email: String? = nil,
    notifies: Bool = false
  ) {
    self.userId = userId
    self.name = name
    self.email = email
    self.notifies = notifies
  }
}
