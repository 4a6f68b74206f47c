import Glibc

/// Why no connection to a host came about. The library keeps no error number, so a connection that failed is tried
/// once more by a plain socket, which is closed at once; nothing is sent.
enum UnreachableReason {
  /// In words, "connection refused"; nil when the host takes connections after all.
  ///
  /// Blocks for the look-up of the name, which the failed attempt has just made, and then up to `limit`.
  static func find(_ host: BrokerHost, within limit: Duration) -> String? {
    let deadline = MonotonicInstant.now.advanced(by: limit)
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host.name, String(host.port), &hints, &list)
    guard code == 0, let first = unsafe list else {
      return code == EAI_NONAME
        ? "there is no host of that name"
        : "the host's name cannot be looked up: \(words(unsafe String(cString: gai_strerror(code))))"
    }
    // The list is ours until here, and nothing of it is kept.
    defer { unsafe freeaddrinfo(first) }
    var reason: String?
    var next: UnsafeMutablePointer<addrinfo>? = unsafe first
    while let address = unsafe next {
      guard let error = unsafe connect(address.pointee, before: deadline) else { return nil }
      // Of several addresses the first one counts: it is the one that was meant to answer.
      if reason == nil { reason = words(unsafe String(cString: strerror(error))) }
      unsafe next = unsafe address.pointee.ai_next
    }
    return reason
  }

  /// The error number of a connection to one address; nil when it came about.
  private static func connect(_ address: addrinfo, before deadline: MonotonicInstant) -> Int32? {
    let descriptor = unsafe socket(
      address.ai_family,
      address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
      address.ai_protocol)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    guard unsafe Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 else {
      return nil
    }
    guard errno == EINPROGRESS else { return errno }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while true {
      let remaining = MonotonicInstant.now.duration(to: deadline).wholeNanoseconds
      guard remaining > 0 else { return ETIMEDOUT }
      let ready = unsafe poll(&waiting, 1, Int32(clamping: remaining / 1_000_000 + 1))
      if ready > 0 { break }
      guard ready == 0 || errno == EINTR else { return errno }
    }
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else {
      return errno
    }
    return error == 0 ? nil : error
  }

  /// The system's texts begin with a capital; they are quoted within sentences.
  private static func words(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}
