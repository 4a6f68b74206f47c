import Glibc
import Testing

@testable import AMQP

@Suite struct WatchedSocketTests {
  private func pair() throws -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return (ends[0], ends[1])
  }

  /// End of stream is what the peer of a socket that was shut down reads.
  private func isShutDown(peer: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(peer, &byte, 1, Int32(MSG_DONTWAIT)) == 0
  }

  @Test func `only a published socket whose owner stands still is shut down, once`() throws {
    let (own, peer) = try pair()
    defer {
      close(own)
      close(peer)
    }
    let watched = WatchedSocket()
    let start = MonotonicInstant.now
    watched.publish(own, limit: .seconds(3))
    watched.inspect(at: start.advanced(by: .seconds(2)))
    #expect(!isShutDown(peer: peer))
    watched.tick(start.advanced(by: .seconds(60)))
    watched.inspect(at: start.advanced(by: .seconds(62)))
    #expect(!isShutDown(peer: peer))
    watched.inspect(at: start.advanced(by: .seconds(64)))
    #expect(isShutDown(peer: peer))
    #expect(watched.takeShutdown())
    #expect(!watched.takeShutdown())
    watched.inspect(at: start.advanced(by: .seconds(90)))
    #expect(!watched.takeShutdown())
  }

  @Test func `a withdrawn socket is left alone`() throws {
    let (own, peer) = try pair()
    defer {
      close(own)
      close(peer)
    }
    let watched = WatchedSocket()
    watched.publish(own, limit: .seconds(1))
    watched.withdraw()
    watched.inspect(at: MonotonicInstant.now.advanced(by: .seconds(100)))
    #expect(!isShutDown(peer: peer))
  }
}
