import Digest
import Glibc
import Web

extension Command {
  private static let role = Option(
    "--role", "ROLE", values: WebRole.allCases.map(\.rawValue),
    summary: "viewer (default) or operator")

  static let webPassword = Command(
    CommandDescription(
      ["web", "password"],
      summary: "make a line for the page's file of users",
      details: """
        The password is read from standard input, its first line; on a terminal it is asked for and not shown. The line holds no \
        password, but what one is checked with (scrypt).
        """,
      operands: Operands("NAME"), options: [role],
      examples: ["web password ann --role operator < password.txt >> users"])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    guard !name.isEmpty, name.utf8.count <= 255, !name.contains(":"), !name.hasPrefix("#"),
      name.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else {
      throw .usage("NAME must be 1 to 255 bytes without a colon or a space, and not begin with #")
    }
    let role = try invocation.choice(role, of: WebRole.self) ?? .viewer
    let password = try password(invocation.console)
    var random = SystemRandomNumberGenerator()
    let salt = (0..<PasswordHash.saltLength).map { _ in
      UInt8(truncatingIfNeeded: random.next() as UInt64)
    }
    guard let hash = PasswordHash(of: password, salt: salt) else {
      throw .internal("there is not enough memory to compute with the password")
    }
    invocation.console.writeDocument(Array("\(name):\(role.rawValue):\(hash)\n".utf8))
    return .success
  }

  private static func password(_ console: Console) throws(CommandFailure) -> String {
    var before = termios()
    let isTerminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before) == 0
    if isTerminal {
      var hidden = before
      hidden.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
      console.draw("Password: ")
    }
    let line = readLine()
    if isTerminal {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      console.draw("\n")
    }
    guard let line, line.utf8.count >= 8, line.utf8.count <= 1_024 else {
      throw .usage("the password must have 8 to 1,024 bytes")
    }
    return line
  }
}
