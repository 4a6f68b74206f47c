extension AMQPURL {
  /// Reads a broker address.
  ///
  /// Defaults: user and password `guest`, port 5672 (5671 with TLS), virtual host `/`; an empty path
  /// means `/` too, because no virtual host can have an empty name.
  package init(_ text: String) throws(AMQPURLError) {
    var rest = Substring(text)
    let usesTLS: Bool
    if rest.lowercased().hasPrefix("amqps://") {
      usesTLS = true
      rest = rest.dropFirst("amqps://".count)
    } else if rest.lowercased().hasPrefix("amqp://") {
      usesTLS = false
      rest = rest.dropFirst("amqp://".count)
    } else {
      throw .unknownScheme
    }

    if let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" }), rest[end...].contains("@") {
      throw .strayAt
    }
    var query: Substring?
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    var path: Substring = ""
    if let slash = rest.firstIndex(of: "/") {
      path = rest[rest.index(after: slash)...]
      rest = rest[..<slash]
    }
    guard !path.contains("/") else { throw .invalidVirtualHost }

    var credentials: Substring?
    if let at = rest.lastIndex(of: "@") {
      credentials = rest[..<at]
      rest = rest[rest.index(after: at)...]
    }
    (user, password) = try Self.credentials(credentials)
    hosts = try Self.hosts(rest, defaultPort: usesTLS ? 5671 : 5672)
    virtualHost = path.isEmpty ? "/" : try Self.decoded(path, part: "virtual host")
    self.usesTLS = usesTLS
    (heartbeat, connectionTimeout) = try Self.parameters(query)
  }

  private static func credentials(
    _ text: Substring?
  ) throws(AMQPURLError) -> (user: String, password: String) {
    guard let text else { return ("guest", "guest") }
    guard let colon = text.firstIndex(of: ":") else {
      return (try decoded(text, part: "user"), "")
    }
    return (
      try decoded(text[..<colon], part: "user"),
      try decoded(text[text.index(after: colon)...], part: "password")
    )
  }

  private static func hosts(
    _ text: Substring, defaultPort: UInt16
  ) throws(AMQPURLError) -> [BrokerHost] {
    var hosts: [BrokerHost] = []
    for place in text.split(separator: ",", omittingEmptySubsequences: false) {
      hosts.append(try host(place, defaultPort: defaultPort))
    }
    return hosts
  }

  private static func host(
    _ place: Substring, defaultPort: UInt16
  ) throws(AMQPURLError) -> BrokerHost {
    var name = place
    var port: Substring?
    if place.first == "[" {
      guard let end = place.firstIndex(of: "]") else { throw .missingHost }
      name = place[place.index(after: place.startIndex)..<end]
      let after = place[place.index(after: end)...]
      guard after.isEmpty || after.first == ":" else { throw .invalidPort }
      port = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = place.firstIndex(of: ":") {
      name = place[..<colon]
      port = place[place.index(after: colon)...]
    }
    let decodedName = try decoded(name, part: "host")
    guard !decodedName.isEmpty else { throw .missingHost }
    guard let port else { return BrokerHost(name: decodedName, port: defaultPort) }
    guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = UInt16(port, radix: 10),
      number > 0
    else { throw .invalidPort }
    return BrokerHost(name: decodedName, port: number)
  }

  private static func parameters(
    _ query: Substring?
  ) throws(AMQPURLError) -> (heartbeat: UInt16?, connectionTimeout: UInt32?) {
    var heartbeat: UInt16?
    var timeout: UInt32?
    for pair in (query ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count == 2 ? parts[1] : ""
      switch name {
      case "heartbeat":
        // Zero would switch the detection of dead peers off on both sides.
        guard let seconds = UInt16(value, radix: 10), seconds > 0 else {
          throw .invalidParameter(name)
        }
        heartbeat = seconds
      case "connection_timeout":
        guard let milliseconds = UInt32(value, radix: 10), milliseconds > 0 else {
          throw .invalidParameter(name)
        }
        timeout = milliseconds
      default:
        throw .unknownParameter(name)
      }
    }
    return (heartbeat, timeout)
  }

  private static func decoded(_ text: Substring, part: String) throws(AMQPURLError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexadecimal),
        let low = rest.popFirst().flatMap(hexadecimal)
      else { throw .invalidPercentEncoding(part: part) }
      bytes.append(high << 4 | low)
    }
    guard bytes.count <= 255, !bytes.contains(0) else { throw .invalidText(part: part) }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw .invalidPercentEncoding(part: part)
    }
    return string
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
