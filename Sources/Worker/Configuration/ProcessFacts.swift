import Glibc

/// What the defaults of the configuration follow from: the machine and the process.
package struct ProcessFacts: Hashable, Sendable {
  package let hostName: String
  package let processIdentifier: Int
  /// Cores this process may use, at least 1.
  package let cores: Int

  package init(
    hostName: String,
    processIdentifier: Int,
    cores: Int
  ) {
    self.hostName = hostName
    self.processIdentifier = processIdentifier
    self.cores = cores
  }

  package static func current() -> ProcessFacts {
    var name = [CChar](repeating: 0, count: 256)
    // One byte less than there is room for, so that a name cut short still ends.
    let found = gethostname(&name, name.count - 1) == 0
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return ProcessFacts(
      hostName: found ? String(decoding: bytes, as: UTF8.self) : "localhost",
      processIdentifier: Int(getpid()),
      cores: max(1, sysconf(Int32(clamping: _SC_NPROCESSORS_ONLN))))
  }
}
