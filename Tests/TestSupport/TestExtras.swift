import Foundation

/// What `compose/test.sh --with NAME` has installed beyond Debian's plain packages.
package enum TestExtras {
  package static func has(_ name: String) -> Bool {
    let names = ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_WITH"] ?? ""
    return names.split(separator: " ").contains(Substring(name))
  }
}
