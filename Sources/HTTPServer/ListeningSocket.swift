import Glibc

/// A socket that listens, until it is handed to the server or closed.
@safe struct ListeningSocket: ~Copyable {
  private var descriptor: Int32
  /// Where it listens: with the port that the system has chosen where none was named.
  let address: ListenAddress

  private static let backlog: Int32 = 64

  init(_ address: ListenAddress) throws(HTTPServerError) {
    switch address {
    case .unix(let path):
      descriptor = try Self.listen(at: path)
      self.address = address
    case .tcp(let host, let port):
      descriptor = try Self.listen(host, port)
      self.address = .tcp(host: host, port: Self.port(of: descriptor) ?? port)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The descriptor, which whoever takes it closes.
  consuming func take() -> Int32 {
    let taken = descriptor
    descriptor = -1
    return taken
  }

  // MARK: TCP

  private static func listen(_ host: String, _ port: UInt16) throws(HTTPServerError) -> Int32 {
    let found = try unsafe ResolvedAddress(host, port)
    let descriptor = unsafe socket(found.family, Self.kind, 0)
    guard descriptor >= 0 else { throw HTTPServerError("socket", errno) }
    var isOn: Int32 = 1
    // A worker that is started again gets the port at once.
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe bind(descriptor, found.address, found.length) == 0,
      Glibc.listen(descriptor, backlog) == 0
    else {
      let code = errno
      close(descriptor)
      throw HTTPServerError("listen on \(host):\(port)", code)
    }
    return descriptor
  }

  private static let kind =
    Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    | Int32(SOCK_NONBLOCK.rawValue)

  private static func port(of descriptor: Int32) -> UInt16? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let isKnown = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isKnown else { return nil }
    let family = Int32(clamping: storage.ss_family)
    return unsafe withUnsafePointer(to: &storage) { pointer in
      switch family {
      case AF_INET:
        unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          unsafe UInt16(bigEndian: $0.pointee.sin_port)
        }
      case AF_INET6:
        unsafe pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
          unsafe UInt16(bigEndian: $0.pointee.sin6_port)
        }
      default: nil
      }
    }
  }

  // MARK: A socket in the file system

  private static func listen(at path: String) throws(HTTPServerError) -> Int32 {
    try removeAbandoned(path)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { throw HTTPServerError("socket", errno) }
    let isBound = unsafe withSocketAddress(path) { address, length in
      unsafe bind(descriptor, address, length) == 0
    }
    guard isBound, Glibc.listen(descriptor, backlog) == 0 else {
      let code = errno
      close(descriptor)
      throw HTTPServerError("listen on unix:\(path)", code)
    }
    return descriptor
  }

  /// A process that was killed leaves its socket behind; only one that nobody answers at is removed, and nothing but a socket.
  private static func removeAbandoned(_ path: String) throws(HTTPServerError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { throw HTTPServerError("socket", errno) }
    defer { close(descriptor) }
    let isRefused = unsafe withSocketAddress(path) { address, length in
      unsafe connect(descriptor, address, length) != 0 && errno == ECONNREFUSED
    }
    if isRefused { unsafe unlink(path) }
  }
}

/// Calls back with the address of a socket in the file system, whose path fits (``ListenAddress/longestPath``).
func withSocketAddress<Value>(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
) -> Value {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
    unsafe room.copyBytes(from: path.utf8.prefix(ListenAddress.longestPath))
  }
  return unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
