/// What keeps a call from its page: decided of values alone, before anything is asked of database or broker.
package struct WebGate: Hashable, Sendable {
  package let hosts: AllowedHosts
  /// What paths begin with behind a proxy; empty for nothing.
  package let prefix: String

  package init(hosts: AllowedHosts, prefix: String) {
    self.hosts = hosts
    self.prefix = prefix
  }

  package enum Passage: Hashable, Sendable {
    case open(WebAddress)
    case refused(Refusal)
  }

  package enum Refusal: Hashable, Sendable {
    /// Another name of the machine than those allowed.
    case host
    /// Sent from a page elsewhere.
    case origin
    case notFound
    /// Nobody is signed in; the page that was wanted.
    case signIn(WebAddress)
    case role(WebRole)
    /// Nothing is to be sent there, or nothing to be looked at.
    case method(WebAddress)

    package var status: UInt32 {
      switch self {
      case .host: 421
      case .origin, .role: 403
      case .notFound: 404
      case .signIn(let address): address.format == .json ? 401 : 303
      case .method: 405
      }
    }
  }

  /// `isForm`: whether something is sent (POST), not asked. `headers`: by their names in lower case. `visitor`: nil where nobody is signed
  /// in.
  package func passage(
    _ target: String, isForm: Bool, headers: [String: String], visitor: WebVisitor?
  ) -> Passage {
    let host = headers["host"]
    guard hosts.allow(host) else { return .refused(.host) }
    if isForm,
      !SameOrigin.allows(
        site: headers["sec-fetch-site"], origin: headers["origin"], host: host)
    {
      return .refused(.origin)
    }
    guard let address = WebAddress(target: target, prefix: prefix) else {
      return .refused(.notFound)
    }
    if let role = address.route.role {
      guard let visitor else { return .refused(.signIn(address)) }
      guard visitor.role.covers(role) else { return .refused(.role(role)) }
    }
    guard isForm ? address.route.takesForms : address.route.isShown else {
      return .refused(.method(address))
    }
    return .open(address)
  }
}
