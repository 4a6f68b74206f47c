import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite struct PageServerTests {
  private static func server(
    _ answer: @escaping @Sendable (HTTPCall) async -> HTTPReply
  ) throws -> PageServer {
    try PageServer(at: .tcp(host: "127.0.0.1", port: 0), answering: answer)
  }

  private static func echo() throws -> PageServer {
    try server { call in
      HTTPReply(
        status: 200, headers: [("X-Said", "yes"), ("X-Split", "a\r\nX-Evil: 1")],
        text: "\(call.method) \(call.target) \(call.headers["x-one"] ?? "-") \(call.body.count)")
    }
  }

  private static func ask(_ server: PageServer, _ request: String) throws -> String {
    try RawConnection(server.address).exchange(request)
  }

  @Test(arguments: [
    ("GET /a%20b?x=%41&y HTTP/1.1\r\nHost: h\r\nX-One: 1\r\n", "get /a%20b?x=%41&y 1 0"),
    ("GET / HTTP/1.1\r\nHost: h\r\nx-ONE: 1\r\nX-One: 2\r\n", "get / 1 0"),
  ])
  func `a call comes with its target as it was sent, and its headers`(
    head: String, said: String
  ) throws {
    let server = try Self.echo()
    let answer = try Self.ask(server, head + "Connection: close\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix(said), "\(answer)")
    #expect(answer.contains("X-Said: yes") && !answer.contains("X-Evil"))
  }

  @Test func `a body is read whole, up to its limit, and no further`() throws {
    let server = try Self.echo()
    let body = String(repeating: "x", count: PageServer.bodyLimit)
    let head = "POST /p HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
    let whole = try Self.ask(server, head + "\(body.utf8.count)\r\n\r\n" + body)
    #expect(whole.hasSuffix("post /p - \(PageServer.bodyLimit)"))
    // Refused before any of it is sent.
    #expect(try Self.ask(server, head + "\(body.utf8.count + 1)\r\n\r\n").contains(" 413 "))
    let chunked =
      "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
    #expect(try Self.ask(server, chunked).contains(" 411 "))
  }

  @Test(arguments: [
    "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n",
    "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
    "BREW / HTTP/1.1\r\nHost: h\r\n\r\n",
  ])
  func `other methods are refused`(request: String) throws {
    let server = try Self.echo()
    #expect(try Self.ask(server, request).contains(" 405 "))
    #expect(try Self.ask(server, "GET / HTTP/1.0\r\n\r\n").contains(" 200 "))
  }

  @Test(arguments: [
    ("BREW / HTTP/1.1\r\nHost: h\r\n\r\n", 405),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(PageServer.bodyLimit + 1)\r\n\r\n", 413),
    (
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 411
    ),
    ("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 200),
  ])
  func `what the server answers by itself says what all its answers are to say`(
    request: String, status: Int
  ) throws {
    let server = try PageServer(
      at: .tcp(host: "127.0.0.1", port: 0), headers: [("X-Own", "guarded"), ("X-Other", "too")]
    ) { _ in HTTPReply(status: 200, text: "its own") }
    let answer = try Self.ask(server, request)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
    for header in ["X-Own: guarded", "X-Other: too"] {
      #expect(answer.contains("\r\n\(header)\r\n") == (status != 200), "\(answer)")
    }
    #expect(answer.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"), "\(answer)")
  }

  @Test(arguments: [
    "GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "x", count: 1_000_000))\r\n\r\n",
    "\u{0}\u{1}\r\n\r\n", "GET\r\n\r\n",
  ])
  func `what is too long or no HTTP ends its connection and nothing else`(request: String) throws {
    let server = try Self.echo()
    let answer = try RawConnection(server.address).exchange(request, endingInput: true)
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(80))")
    #expect(
      try Self.ask(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        .contains(" 200 "))
  }

  /// On a thread of its own: the answers are made by tasks, which have no more threads than the machine has cores.
  private static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
  }

  @Test func `an answer that takes its time keeps no other up`() async throws {
    let (release, releasing) = AsyncStream.makeStream(of: Void.self)
    let server = try Self.server { call in
      if call.target == "/slow" { for await _ in release { break } }
      return HTTPReply(status: 200, text: "done \(call.target)")
    }
    let address = server.address
    async let slow = Self.onThread {
      try RawConnection(address).exchange(
        "GET /slow HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    }
    let quick = try await Self.onThread {
      try RawConnection(address).exchange(
        "GET /quick HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    }
    #expect(quick.hasSuffix("done /quick"))
    releasing.yield()
    #expect(try await slow.hasSuffix("done /slow"))
  }

  @Test func `a stream goes on while it is written, and ends when it is ended`() async throws {
    let stream = HTTPStream()
    let server = try Self.server { _ in
      HTTPReply(
        status: 200, headers: [("Content-Type", "text/event-stream")], body: .stream(stream))
    }
    let address = server.address
    stream.send(Array("one\n".utf8))
    async let reader = Self.onThread {
      try RawConnection(address).exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    }
    stream.send(Array("two\n".utf8))
    stream.end()
    stream.send(Array("three\n".utf8))
    let answer = try await reader
    #expect(answer.contains("one\n") && answer.contains("two\n") && !answer.contains("three"))
  }

  @Test func `a stream whose client does not read, or has gone, ends`() async throws {
    let slow = HTTPStream()
    for _ in 0..<600 { slow.send([UInt8](repeating: 1, count: 1_024)) }
    #expect(slow.isEnded)
    let stream = HTTPStream()
    let server = try Self.server { _ in HTTPReply(status: 200, body: .stream(stream)) }
    do {
      let client = try RawConnection(server.address)
      client.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      // Goes away without a word.
    }
    try await eventually("a write to who has gone ends the stream") {
      stream.send(Array("still here".utf8))
      return stream.isEnded
    }
  }

  @Test func `a server that is stopped tells those who wait, and ends streams`() async throws {
    let (asked, asking) = AsyncStream.makeStream(of: Void.self)
    let (never, neverEnding) = AsyncStream.makeStream(of: Void.self)
    defer { neverEnding.finish() }
    let stream = HTTPStream()
    let server = try Self.server { call in
      asking.yield()
      if call.target == "/stream" { return HTTPReply(status: 200, body: .stream(stream)) }
      for await _ in never { break }
      return HTTPReply(status: 200, text: "late")
    }
    let address = server.address
    let waiting = ["/stream", "/never"].map { target in
      Task {
        try await Self.onThread {
          try RawConnection(address).exchange(
            "GET \(target) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        }
      }
    }
    var count = 0
    for await _ in asked {
      count += 1
      if count == 2 { break }
    }
    server.stop()
    for task in waiting { _ = try await task.value }
    #expect(stream.isEnded)
    #expect(throws: HTTPServerError.self) { try HTTPQuestion(address, target: "/").ask() }
  }
}
