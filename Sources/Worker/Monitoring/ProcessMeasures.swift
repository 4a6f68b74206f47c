import Glibc

/// What the system says of this process, read when it is asked for. What it does not say is nil.
package struct ProcessMeasures: Sendable {
  package let cpuSeconds: Double?
  package let residentBytes: Int64?
  package let openFiles: Int64?
  package let mostFiles: Int64?
  package let threads: Int64?
  /// Since 1970.
  package let startSeconds: Double?

  package static func current() -> ProcessMeasures {
    var usage = rusage()
    let isKnown = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0
    var limit = rlimit()
    let isLimited = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    // After the name, which may hold anything, the fields are counted from the state on, the third.
    let line = text(of: "/proc/self/stat")
    let fields = line.map { line in
      (line.lastIndex(of: ")").map { line[line.index(after: $0)...] } ?? line[...])
        .split(separator: " ")
    }
    func field(_ number: Int) -> Int64? {
      guard let fields, fields.indices.contains(number - 3) else { return nil }
      return Int64(fields[number - 3])
    }
    return ProcessMeasures(
      cpuSeconds: isKnown ? seconds(usage.ru_utime) + seconds(usage.ru_stime) : nil,
      residentBytes: field(24).map { $0.multipliedReportingOverflow(by: Int64(getpagesize())) }
        .flatMap { $0.overflow ? nil : $0.partialValue },
      openFiles: openFileCount(),
      mostFiles: isLimited ? Int64(clamping: limit.rlim_cur) : nil,
      threads: field(20), startSeconds: field(22).flatMap(startSeconds))
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
  }

  /// From ticks since the machine began, by the clock that counts from there: the time of that beginning stands in a file that a
  /// sandbox may hide.
  private static func startSeconds(_ ticks: Int64) -> Double? {
    let perSecond = sysconf(Int32(clamping: _SC_CLK_TCK))
    var now = timespec()
    var sinceBoot = timespec()
    guard perSecond > 0, clock_gettime(CLOCK_REALTIME, &now) == 0,
      clock_gettime(CLOCK_BOOTTIME, &sinceBoot) == 0
    else { return nil }
    func seconds(_ time: timespec) -> Double {
      Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
    return seconds(now) - seconds(sinceBoot) + Double(ticks) / Double(perSecond)
  }

  private static func openFileCount() -> Int64? {
    guard let folder = opendir("/proc/self/fd") else { return nil }
    defer { closedir(folder) }
    var count: Int64 = 0
    while readdir(folder) != nil { count += 1 }
    // Without "." and "..", and without the folder itself.
    return max(0, count - 3)
  }

  private static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
