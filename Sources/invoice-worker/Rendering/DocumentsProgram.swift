import Glibc

/// The program `invoice-documents`, which draws PDF and takes invoices out of it (<doc:Documents#Pages>): beside this one, or on
/// `PATH`.
struct DocumentsProgram: Hashable, Sendable {
  static let name = "invoice-documents"

  let path: String

  /// nil where it is not installed.
  static func installed() -> DocumentsProgram? {
    let folders = [ownFolder].compactMap { $0 } + searched
    return folders.lazy.map { "\($0)/\(name)" }.first { isProgram($0) }
      .map { DocumentsProgram(path: $0) }
  }

  /// What is said where it is missing: what it is for and how to get it.
  static let missing =
    "the program \(name) is not installed: it draws PDF. Put it beside invoice-worker or on the PATH"

  private static var ownFolder: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    let text = String(cString: path)
    return text.lastIndex(of: "/").map { String(text[..<$0]) }
  }

  /// Whoever may write into the folder that a process happens to run in is not trusted: only absolute ones count.
  private static var searched: [String] {
    guard let path = getenv("PATH") else { return [] }
    return String(cString: path).split(separator: ":").map(String.init)
      .filter { $0.hasPrefix("/") }
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }
}
