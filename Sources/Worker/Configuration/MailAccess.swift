package import Mail

/// How e-mails are sent: by which server, from whom, how many. Holds the password; its description does not show it.
package struct MailAccess: Sendable {
  package var server: MailServer
  package var from: MailAddress
  /// Shown where neither the e-mail nor its legal entity has a name.
  package var fromName: String?
  /// Of a UTC day, over all workers; nil for no limit.
  package var dailyLimit: Int?
  /// A second, over all workers.
  package var rate: Int

  package static let defaultRate = 10
  package static let rateBounds = 1...1_000
  package static let dailyLimitBounds = 1...1_000_000_000

  package init(
    server: MailServer, from: MailAddress, fromName: String? = nil, dailyLimit: Int? = nil,
    rate: Int = defaultRate
  ) {
    self.server = server
    self.from = from
    self.fromName = fromName
    self.dailyLimit = dailyLimit
    self.rate = rate
  }
}

extension MailAccess {
  /// - Returns: nil where no server is named.
  init?(_ environment: EnvironmentReader) throws(ConfigurationError) {
    guard
      let (text, variable) = try environment.secret(.mailServer)
    else { return nil }
    do throws(MailServerError) {
      server = try MailServer(text)
    } catch {
      throw .secret(variable, reason: error.description)
    }
    server.authorityFile = environment.text(.mailAuthorities)
    if server.authorityFile != nil, server.encryption == .none {
      throw .unusable(
        .mailAuthorities,
        "is set, but the connection to \(server.host) is not encrypted; write smtps:// or ?starttls=required, or take \(ConfigurationVariable.mailAuthorities.rawValue) away"
      )
    }
    guard let sender = environment.text(.emailFrom) else {
      throw .unusable(
        .emailFrom,
        "is missing; whoever names a mail server names the sender too, as billing@example.com or Example Ltd <billing@example.com>"
      )
    }
    guard let (name, address) = Self.sender(sender) else {
      throw .notAllowed(sender, for: .emailFrom)
    }
    from = address
    fromName = name
    dailyLimit = try environment.number(.emailDailyLimit, in: Self.dailyLimitBounds)
    rate = try environment.number(.emailRate, in: Self.rateBounds) ?? Self.defaultRate
  }

  /// `NAME <ADDRESS>` or `ADDRESS`; quotation marks around the name are none of it.
  static func sender(_ text: String) -> (name: String?, address: MailAddress)? {
    guard text.hasSuffix(">"), let begin = text.lastIndex(of: "<") else {
      return MailAddress(text).map { (nil, $0) }
    }
    let inside = text[text.index(after: begin)...].dropLast()
    guard let address = MailAddress(String(inside)) else { return nil }
    var name = text[..<begin].drop { $0 == " " }
    while name.last == " " { name.removeLast() }
    if name.count > 1, name.first == "\"", name.last == "\"" {
      name = name.dropFirst().dropLast()
    }
    guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      return nil
    }
    return (name.isEmpty ? nil : String(name), address)
  }
}
