import Glibc

/// The first address of a host's name.
@unsafe struct ResolvedAddress: ~Copyable {
  private let list: UnsafeMutablePointer<addrinfo>
  let address: UnsafeMutablePointer<sockaddr>
  let length: socklen_t
  let family: Int32

  init(_ host: String, _ port: UInt16) throws(HTTPServerError) {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, "\(port)", &hints, &found)
    guard code == 0, let first = unsafe found, let address = unsafe first.pointee.ai_addr else {
      throw HTTPServerError(
        "\(host) is no address of this machine: \(unsafe String(cString: gai_strerror(code)))")
    }
    unsafe list = first
    unsafe self.address = address
    unsafe length = first.pointee.ai_addrlen
    unsafe family = first.pointee.ai_family
  }

  deinit { unsafe freeaddrinfo(list) }
}
