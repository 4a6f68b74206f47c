import CRabbitMQ
import Glibc

/// What ends a connection, a channel or a command. Holds no secret.
package enum AMQPError: Error, Equatable, Sendable {
  /// The broker closed the connection, or refused to open it (wrong password, unknown virtual host).
  case connectionClosed(BrokerReply)
  /// The broker refused one operation and closed its channel; the connection goes on.
  case channelClosed(BrokerReply)
  /// Nothing takes connections there: "connection refused", in the system's words.
  case unreachable(BrokerHost, reason: String)
  /// The broker went away, or did not answer in time. `status` is the library's.
  case library(operation: String, status: Int32)
  /// The broker's certificate cannot be verified.
  case certificate(CertificateFault)
  /// The broker's certificate is for another host.
  case wrongHostName
  /// A file of the TLS configuration cannot be used.
  case invalidTLSFile(String, reason: String)
  /// The peer sent what the protocol does not allow here.
  case unexpectedFrame(FrameError)
  /// The library could not allocate memory.
  case outOfMemory(operation: String)
  /// A resource of the operating system is missing.
  case system(operation: String, code: Int32)
  /// The watchdog ended a connection whose thread stood still.
  case stalled
  /// The connection is not open (any more).
  case notConnected
  /// The broker allows fewer channels a connection (`channel_max`) than this one needs.
  case tooFewChannels(allowed: Int, needed: Int)
}

extension AMQPError {
  /// The broker's reply code, where it gave one.
  package var reply: BrokerReply? {
    switch self {
    case .connectionClosed(let reply), .channelClosed(let reply): reply
    default: nil
    }
  }

  /// The library's status as an error, with the cases that have a meaning of their own.
  init(status: Int32, operation: String) {
    switch status {
    case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue: self = .wrongHostName
    default: self = .library(operation: operation, status: status)
    }
  }
}

extension AMQPError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .connectionClosed(let reply): "the broker closed the connection: \(reply)"
    case .channelClosed(let reply): "the broker refused: \(reply)"
    case .unreachable(let host, let reason): "connecting to \(host): \(reason)"
    case .library(let operation, let status): "\(operation): \(Self.text(of: status))"
    case .certificate(let fault): "the broker's certificate \(fault)"
    case .wrongHostName: "the broker's certificate is for another host name"
    case .invalidTLSFile(let file, let reason): "the TLS file \(file) cannot be used: \(reason)"
    case .unexpectedFrame(let error): "the broker broke the protocol: \(error)"
    case .outOfMemory(let operation): "\(operation): out of memory"
    case .system(let operation, let code):
      unsafe "\(operation): \(strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)")"
    case .stalled: "the connection stood still for three heartbeats and was shut down"
    case .notConnected: "not connected to the broker"
    case .tooFewChannels(let allowed, let needed):
      "the broker allows \(allowed) channels a connection, and this one needs \(needed)"
    }
  }

  private static func text(of status: Int32) -> String {
    // The library's messages are constants, so the pointer lives as long as the process.
    unsafe amqp_error_string2(status).map { unsafe String(cString: $0) } ?? "status \(status)"
  }
}
