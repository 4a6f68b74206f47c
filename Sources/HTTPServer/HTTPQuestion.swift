import Glibc

/// A question to a server like this one, for one that asks once and ends: no proxies, no redirects, no encryption.
package struct HTTPQuestion: Sendable {
  package let address: ListenAddress
  /// With the query, as it stands in the request.
  package let target: String
  /// The header Accept.
  package let accept: String?

  /// How long to wait for each step, in seconds.
  private static let patience = 5
  /// Of an answer, head and body.
  private static let most = 1 << 20

  package init(_ address: ListenAddress, target: String, accepting accept: String? = nil) {
    self.accept = accept
    self.address = address
    self.target = target
  }

  /// Waits for the answer: a few seconds at most for each part of it. For a program that has nothing else to do.
  ///
  /// - Throws: why there is none.
  package func ask() throws(HTTPServerError) -> (status: Int, body: [UInt8]) {
    let descriptor = try connected()
    defer { close(descriptor) }
    let host =
      switch address {
      case .tcp: address.description
      case .unix: "localhost"
      }
    let accepting = accept.map { "Accept: \($0)\r\n" } ?? ""
    try send(
      "GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\(accepting)Connection: close\r\n\r\n",
      over: descriptor)
    return try Self.answer(in: try read(descriptor))
  }

  private func connected() throws(HTTPServerError) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor: Int32
    let isConnected: Bool
    switch address {
    case .unix(let path):
      descriptor = socket(AF_UNIX, kind, 0)
      limitWaits(of: descriptor)
      isConnected = unsafe withSocketAddress(path) { unsafe connect(descriptor, $0, $1) == 0 }
    case .tcp(let host, let port):
      let found = try unsafe ResolvedAddress(host, port)
      descriptor = unsafe socket(found.family, kind, 0)
      limitWaits(of: descriptor)
      isConnected = unsafe connect(descriptor, found.address, found.length) == 0
    }
    guard isConnected else {
      let code = errno
      if descriptor >= 0 { close(descriptor) }
      throw HTTPServerError("connect to \(address)", code)
    }
    return descriptor
  }

  private func limitWaits(of descriptor: Int32) {
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      unsafe setsockopt(
        descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  private func send(_ text: String, over descriptor: Int32) throws(HTTPServerError) {
    var left = Array(text.utf8)[...]
    while !left.isEmpty {
      let sent = unsafe left.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { throw HTTPServerError("ask \(address)", errno) }
      left.removeFirst(sent)
    }
  }

  private func read(_ descriptor: Int32) throws(HTTPServerError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 * 1_024)
    while bytes.count < Self.most {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      guard count >= 0 else { throw HTTPServerError("read the answer of \(address)", errno) }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// The status and what follows the head. The body ends with the connection, as was asked for.
  private static func answer(
    in bytes: [UInt8]
  ) throws(HTTPServerError) -> (status: Int, body: [UInt8]) {
    let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    let line = String(decoding: bytes.prefix { $0 != 0x0D }, as: UTF8.self).split(separator: " ")
    guard line.count >= 2, line[0].hasPrefix("HTTP/1."), let status = Int(line[1]),
      let head = bytes.indices.first(where: { bytes[$0...].starts(with: end) })
    else { throw HTTPServerError("the answer is not one of HTTP") }
    return (status, Array(bytes[(head + end.count)...]))
  }
}
