import Foundation
import TestSupport
import Testing

/// The page as a test looks at it: `invoice-worker web` at work, and a client without a browser.
final class BrowsedPage {
  struct Answer {
    let status: Int
    let headers: [String: String]
    let body: String

    /// What a page says, without its markup.
    var text: String { body.replacing(/<[^>]*>/, with: " ") }
  }

  private let process = Process()
  private let log: URL
  /// HOST:PORT, the port as the system has chosen it.
  let host: String
  private var cookie: String?

  init(_ environment: [String: String], _ words: [String] = []) async throws {
    log = try Program.sampleFile("")
    process.executableURL = Program.url
    process.arguments = ["web", "--listen", "127.0.0.1:0"] + words
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    let file = log
    let running = process
    host = try await eventually("the page is shown") { () -> String? in
      let text = try String(contentsOf: file, encoding: .utf8)
      if let match = text.firstMatch(of: /127\.0\.0\.1:[0-9]+/) { return String(match.output) }
      return running.isRunning ? nil : text
    }
  }

  /// Ends it, as a supervisor would.
  func stop() {
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(said)")
    try? FileManager.default.removeItem(at: log)
  }

  var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  func get(_ target: String, _ headers: [String: String] = [:]) throws -> Answer {
    try exchange("GET", target, headers, nil)
  }

  /// A method that the page has no answer of its own for.
  func ask(_ method: String, _ headers: [String: String] = [:]) throws -> Answer {
    try exchange(method, "/", headers, nil)
  }

  /// Sends a form as a browser does that shows a page of this server.
  func post(
    _ target: String, _ fields: [(String, String)], _ headers: [String: String] = [:]
  ) throws -> Answer {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    let body = fields.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
    }.joined(separator: "&")
    return try exchange(
      "POST", target, ["Sec-Fetch-Site": "same-origin"].merging(headers) { $1 }, body)
  }

  private func exchange(
    _ method: String, _ target: String, _ headers: [String: String], _ body: String?
  ) throws -> Answer {
    var lines = ["\(method) \(target) HTTP/1.1"]
    var all = ["Host": host, "Connection": "close"]
    if let cookie { all["Cookie"] = cookie }
    if let body { all["Content-Length"] = "\(body.utf8.count)" }
    for (name, value) in all.merging(headers, uniquingKeysWith: { $1 }) {
      lines.append("\(name): \(value)")
    }
    let request = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    let answer = try Self.bytes(of: request, from: host)
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let head = parts[0].split(separator: "\r\n")
    var found: [String: String] = [:]
    for line in head.dropFirst() {
      let halves = line.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else { continue }
      found[halves[0].lowercased()] = halves[1].trimmingCharacters(in: .whitespaces)
    }
    if let set = found["set-cookie"] {
      cookie = set.split(separator: ";").first.map(String.init)
    }
    return Answer(
      status: head.first.flatMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
        ?? 0, headers: found, body: parts.count == 2 ? String(parts[1]) : "")
  }

  private static func bytes(of request: String, from host: String) throws -> String {
    let port = UInt16(host.split(separator: ":").last ?? "") ?? 0
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    try #require(isConnected, "nobody listens at \(host)")
    let sent = Array(request.utf8)
    _ = sent.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      bytes += buffer[..<count]
      // A stream has no end: its first event is enough.
      let text = String(decoding: bytes, as: UTF8.self)
      if text.contains("text/event-stream"), text.contains("event: snapshot"),
        text.hasSuffix("\n\n") || text.contains("\n\n\r\n")
      {
        break
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
