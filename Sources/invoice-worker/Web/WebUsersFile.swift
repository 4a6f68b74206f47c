import Web
import Worker

/// The file of those who may see the page.
enum WebUsersFile {
  /// - Throws: when it is named and cannot be used; nobody is let in by mistake.
  static func users(_ access: WebAccess) throws(CommandFailure) -> WebUsers {
    guard let path = access.usersFile else { return WebUsers() }
    let bytes = try RecordFile(path).wholeText(limit: 1 << 20)
    do throws(WebUsers.Problem) {
      let users = try WebUsers(reading: String(decoding: bytes, as: UTF8.self))
      guard !users.isEmpty else {
        throw WebUsers.Problem("it names nobody, so nobody could sign in")
      }
      return users
    } catch {
      throw CommandFailure(status: .configuration, sentence: "\(path): \(error)")
    }
  }
}
