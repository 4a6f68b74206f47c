import CRabbitMQ
import Glibc

extension BrokerSession {
  /// Connects, secures, signs in. Blocks the calling thread up to the configured timeouts.
  ///
  /// - Parameters:
  ///   - host: the one to connect to.
  ///   - configuration: credentials, TLS, timeouts; its list of hosts is not looked at.
  ///   - limits: body limit of each channel that will be used, from channel 1.
  ///   - heartbeat: seconds; 0 for short-lived connections that do not read all the time.
  ///   - watched: where the session withdraws its socket before it closes it. The caller publishes it.
  /// - Returns: the signed-in session; no channel is open yet.
  /// - Throws: ``AMQPError``; nothing is left open.
  static func open(
    host: BrokerHost, configuration: ConnectionConfiguration, limits: [BodyLimit],
    heartbeat: Int32, watched: WatchedSocket
  ) throws(AMQPError) -> BrokerSession {
    let handle = try BrokerHandle()
    try setTimeouts(handle, configuration)
    let socket =
      configuration.url.usesTLS
      ? try unsafe makeTLSSocket(handle, configuration.tls)
      : unsafe amqp_tcp_socket_new(handle.state)
    guard let socket = unsafe socket else {
      throw .outOfMemory(operation: "creating the socket")
    }
    var timeout = timeval(configuration.connectTimeout)
    let status = unsafe amqp_socket_open_noblock(
      socket, host.name, Int32(clamping: host.port), &timeout)
    guard status == AMQP_STATUS_OK.rawValue else {
      if status == AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue {
        throw .certificate(
          CertificateFault(
            code: unsafe crabbitmq_certificate_error(socket),
            limit: unsafe crabbitmq_certificate_time(socket)))
      }
      throw failure(status, host, configuration)
    }
    let descriptor = unsafe amqp_get_sockfd(handle.state)
    setOptions(descriptor, configuration)
    let session = BrokerSession(
      handle: handle, host: host, descriptor: descriptor, limits: limits, watched: watched)
    try session.signIn(configuration, heartbeat: heartbeat)
    // The library answers the opening of a channel beyond the limit with silence.
    let allowed = unsafe Int(amqp_get_channel_max(session.handle.state))
    guard allowed == 0 || limits.count <= allowed else {
      throw .tooFewChannels(allowed: allowed, needed: limits.count)
    }
    return session
  }

  /// A connection that the system refused is named by the system's words; whatever else went wrong, by the library's.
  private static func failure(
    _ status: Int32, _ host: BrokerHost, _ configuration: ConnectionConfiguration
  ) -> AMQPError {
    let refusals = [
      AMQP_STATUS_SOCKET_ERROR.rawValue, AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED.rawValue,
    ]
    if refusals.contains(status),
      let reason = UnreachableReason.find(host, within: configuration.connectTimeout)
    {
      return .unreachable(host, reason: reason)
    }
    return AMQPError(status: status, operation: "connecting to \(host)")
  }

  private static func setTimeouts(
    _ handle: borrowing BrokerHandle, _ configuration: ConnectionConfiguration
  ) throws(AMQPError) {
    var handshake = timeval(configuration.handshakeTimeout)
    var reply = timeval(configuration.replyTimeout)
    // Without the second every call that waits for an answer waits forever.
    for status in [
      unsafe amqp_set_handshake_timeout(handle.state, &handshake),
      unsafe amqp_set_rpc_timeout(handle.state, &reply),
    ] where status != AMQP_STATUS_OK.rawValue {
      throw AMQPError(status: status, operation: "setting timeouts")
    }
  }

  /// Loads the files of the TLS configuration, and connects to nothing.
  static func loadTLSFiles(_ configuration: ConnectionConfiguration) throws(AMQPError) {
    guard configuration.url.usesTLS else { return }
    let handle = try BrokerHandle()
    guard unsafe try makeTLSSocket(handle, configuration.tls) != nil else {
      throw .outOfMemory(operation: "creating the socket")
    }
  }

  /// The first of the files that cannot be read; the library does not say which, nor why.
  private static func unusable(_ files: [String]) -> AMQPError {
    for file in files where unsafe access(file, R_OK) != 0 {
      return .invalidTLSFile(file, reason: unsafe String(cString: strerror(errno)).lowercased())
    }
    let reason =
      files.count > 1
      ? "it or its key is not in PEM form, or the key is another certificate's"
      : "it holds no certificates in PEM form"
    return .invalidTLSFile(files[0], reason: reason)
  }

  private static func makeTLSSocket(
    _ handle: borrowing BrokerHandle, _ tls: TLSConfiguration
  ) throws(AMQPError) -> OpaquePointer? {
    guard let socket = unsafe amqp_ssl_socket_new(handle.state) else { return nil }
    unsafe amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
    unsafe amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesHostName ? 1 : 0)
    // 1.3 stays on; 1.0 and 1.1 are on by default in the library and broken.
    let versions = unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
    guard versions == AMQP_STATUS_OK.rawValue else {
      throw AMQPError(status: versions, operation: "choosing TLS versions")
    }
    if tls.verifiesPeer {
      guard
        unsafe amqp_ssl_socket_set_cacert(socket, tls.authorityFile) == AMQP_STATUS_OK.rawValue
      else { throw unusable([tls.authorityFile]) }
    }
    unsafe crabbitmq_keep_certificate(socket)
    if let certificate = tls.certificate {
      let status = unsafe amqp_ssl_socket_set_key(
        socket, certificate.file, certificate.keyFile)
      guard status == AMQP_STATUS_OK.rawValue else {
        throw unusable([certificate.file, certificate.keyFile])
      }
    }
    return unsafe socket
  }

  /// Bytes that the peer's kernel does not take for three heartbeats end the connection; without it a
  /// vanished host is noticed only after the kernel's retries, many minutes later.
  private static func setOptions(_ descriptor: Int32, _ configuration: ConnectionConfiguration) {
    var milliseconds = UInt32(clamping: configuration.heartbeatSeconds) * 3_000
    _ = unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &milliseconds,
      socklen_t(MemoryLayout<UInt32>.size))
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  private func signIn(
    _ configuration: ConnectionConfiguration, heartbeat: Int32
  ) throws(AMQPError) {
    defer { pool.recycle() }
    // What is not announced the broker does not do: no consumer cancel, no blocked notice, no nack.
    let properties: HeaderTable = [
      "product": "invoice-worker",
      "connection_name": .string(configuration.name),
      "capabilities": .table([
        "connection.blocked": true, "consumer_cancel_notify": true, "basic.nack": true,
        "publisher_confirms": true, "authentication_failure_close": true,
      ]),
    ]
    var table = try unsafe pool.table(properties)
    let url = configuration.url
    let reply = unsafe crabbitmq_login_plain(
      handle.state, url.virtualHost, 0, Int32(AMQP_DEFAULT_FRAME_SIZE), heartbeat, &table,
      url.user, url.password)
    try unsafe check(reply, "signing in")
  }
}

extension timeval {
  /// At least one microsecond: zero would mean "do not wait", and a negative time is refused.
  init(_ duration: Duration) {
    let microseconds = max(1, duration.wholeNanoseconds / 1_000)
    self.init(
      tv_sec: Int(microseconds / 1_000_000), tv_usec: Int(microseconds % 1_000_000))
  }
}
