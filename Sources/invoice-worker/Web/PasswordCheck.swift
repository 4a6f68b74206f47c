import Digest
import Web
import Worker

/// Compares passwords, one after the other, on a thread of its own: each takes a while, as it should, and no page waits for it.
actor PasswordCheck {
  private let executor = DatabaseExecutor(label: "web-passwords")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Of nobody: as much work as for somebody, so that the time does not tell who there is.
  private let nobody = PasswordHash(of: "", salt: [UInt8](repeating: 0, count: 16))

  func isRight(_ password: String, of user: WebUsers.User?) -> Bool {
    let hash = user.flatMap { PasswordHash($0.password) }
    let isRight = (hash ?? nobody)?.matches(password) ?? false
    return isRight && hash != nil
  }
}
