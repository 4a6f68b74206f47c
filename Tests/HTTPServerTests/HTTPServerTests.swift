import Foundation
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite struct HTTPServerTests {
  private static let local = ListenAddress.tcp(host: "127.0.0.1", port: 0)

  /// A server that says what it was asked.
  private static func echo(at address: ListenAddress = local) throws -> HTTPServer {
    try HTTPServer(at: address) { request in
      guard request.path == "/echo" else { return HTTPResponse(status: 404, text: "none\n") }
      return HTTPResponse(
        status: 200, text: "\(request.query.sorted()) \(request.accept ?? "-")")
    }
  }

  @Test func `a question is answered with its status, path, query and Accept`() throws {
    let server = try Self.echo()
    let answer = try HTTPQuestion(server.address, target: "/echo?verbose&x=1").ask()
    #expect(answer.status == 200)
    #expect(String(decoding: answer.body, as: UTF8.self) == #"["verbose", "x"] -"#)
    #expect(try HTTPQuestion(server.address, target: "/other").ask().status == 404)
    server.stop()
    #expect(throws: HTTPServerError.self) { try HTTPQuestion(server.address, target: "/").ask() }
  }

  @Test
  func `a socket in the file system is taken over from the dead alone, and removed at the end`()
    throws
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "http-\(getpid()).sock").path
    let server = try Self.echo(at: .unix(path: path))
    #expect(try HTTPQuestion(.unix(path: path), target: "/echo").ask().status == 200)
    let error = #expect(throws: HTTPServerError.self) { try Self.echo(at: .unix(path: path)) }
    #expect(error?.description.contains("in use") == true)
    server.stop()
    #expect(!FileManager.default.fileExists(atPath: path))
    // Left behind by a process that was killed: bound, and nobody listens.
    let left = RawConnection.abandonedSocket(at: path)
    #expect(left && FileManager.default.fileExists(atPath: path))
    let next = try Self.echo(at: .unix(path: path))
    #expect(try HTTPQuestion(.unix(path: path), target: "/echo").ask().status == 200)
    next.stop()
    // A file of somebody else's stays.
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: HTTPServerError.self) { try Self.echo(at: .unix(path: path)) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `a port in use is an error that names it`() throws {
    let server = try Self.echo()
    let error = #expect(throws: HTTPServerError.self) { try Self.echo(at: server.address) }
    #expect(error?.description.contains("\(server.address)") == true)
    #expect(error?.description.contains("in use") == true)
  }

  @Test(arguments: [
    ("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200"),
    ("HEAD /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200"),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc", "405"),
    ("DELETE /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"),
    ("GET /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc", "200"),
    ("GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"),
    ("GET /%2e%2e/etc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"),
    (
      "GET /echo HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 9_000))\r\n\r\n",
      "4"
    ),
    ("GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", "4"),
  ])
  func `only questions of a bounded size are taken`(request: String, status: String) throws {
    let server = try Self.echo()
    let answer = try RawConnection(server.address).exchange(request)
    #expect(
      answer.hasPrefix("HTTP/1.1 \(status)") || (status == "4" && answer.isEmpty), "\(answer)")
    // Whatever came, the next is answered.
    #expect(try HTTPQuestion(server.address, target: "/echo").ask().status == 200)
  }

  @Test func `what is no HTTP ends the connection and nothing else`() throws {
    let server = try Self.echo()
    for garbage in ["\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"]
    {
      _ = try RawConnection(server.address).exchange(garbage, endingInput: true)
    }
    #expect(try HTTPQuestion(server.address, target: "/echo").ask().status == 200)
  }

  @Test func `a connection takes one question: what was sent behind it is not answered`() throws {
    let server = try Self.echo()
    let one = "GET /echo?a HTTP/1.1\r\nHost: a\r\n\r\n"
    let answer = try RawConnection(server.address).exchange(one + one.replacing("a", with: "b"))
    #expect(answer.contains(#"["a"]"#) && !answer.contains(#"["b"]"#))
    #expect(answer.contains("Connection: close"))
  }

  @Test func `64 connections that say nothing keep nobody out for longer than they may be idle`()
    async throws
  {
    let server = try Self.echo()
    let held = try (0..<Int(HTTPServer.connectionLimit)).map { _ in
      try RawConnection(server.address)
    }
    try await eventually("an idle connection makes room", within: .seconds(60)) {
      (try? HTTPQuestion(server.address, target: "/echo").ask().status) == 200
    }
    withExtendedLifetime(held) {}
  }
}
