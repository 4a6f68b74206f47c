import Foundation

/// Ends a server when the test process ends, also by SIGKILL: a process of its own waits for the end
/// of a pipe that only the test process holds open.
final class ServerGuardian: Sendable {
  private let pipe: FileHandle
  private let process: Process

  init(directory: String) throws {
    let input = Pipe()
    let process = Process()
    // Its own session, so that an interrupt at the terminal does not end it before the server.
    process.executableURL = URL(filePath: "/usr/bin/setsid")
    process.arguments = ["--wait", "/bin/bash", ServerScript.path, "guard", directory]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    pipe = input.fileHandleForWriting
    // Otherwise every child of the test process would hold it open too.
    _ = fcntl(pipe.fileDescriptor, F_SETFD, FD_CLOEXEC)
    try process.run()
    self.process = process
  }

  /// Ends the server now and waits until it is gone.
  func end() {
    try? pipe.close()
    process.waitUntilExit()
  }
}
