import Foundation

/// A terminal that a program may draw on, and what it has drawn.
struct Terminal {
  /// The program's end.
  let user: FileHandle
  private let screen: Int32

  struct NotMade: Error {}

  /// As wide as `columns` says.
  init(columns: UInt16 = 80) throws {
    screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard screen >= 0 else { throw NotMade() }
    // TIOCSPTLCK and TIOCGPTN (tty_ioctl(4)): glibc's names for them are not visible to Swift.
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    guard ioctl(screen, 0x4004_5431, &isLocked) == 0, ioctl(screen, 0x8004_5430, &number) == 0
    else { throw NotMade() }
    let name = "/dev/pts/\(number)"
    let descriptor = open(name, O_RDWR | O_NOCTTY)
    guard descriptor >= 0 else { throw NotMade() }
    user = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var size = winsize(ws_row: 25, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(screen, UInt(TIOCSWINSZ), &size) == 0 else { throw NotMade() }
  }

  /// Everything drawn so far, by a program that has ended. No more than the terminal keeps for a reader,
  /// a few KiB.
  func drawn() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var isReadable = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
    while poll(&isReadable, 1, 0) > 0, isReadable.revents & Int16(POLLIN) != 0 {
      let count = read(screen, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
