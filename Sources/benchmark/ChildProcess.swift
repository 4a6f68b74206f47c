import AMQP
import Glibc

/// A program run beside the benchmark: started, watched through `/proc`, ended.
struct ChildProcess {
  let processIdentifier: pid_t

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Starts a program: `arguments` has its path first, `environment` replaces or adds to this process's own,
  /// its standard output goes to the file `output`, its standard error to the file `errors` where one is named. It blocks no
  /// signal: the thread that this runs on may, and pgbench, for one, ends by an alarm.
  init(
    _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null",
    errors: String? = nil
  ) throws(Failure) {
    var merged = Self.ownEnvironment()
    for (name, value) in environment { merged[name] = value }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if let errors {
      posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var argumentPointers = arguments.map { strdup($0) } + [nil]
    var environmentPointers = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    var pid: pid_t = 0
    let status = posix_spawnp(
      &pid, arguments[0], &actions, &attributes, &argumentPointers, &environmentPointers)
    guard status == 0 else {
      throw Failure(
        description: "could not start \(arguments[0]): \(String(cString: strerror(status)))")
    }
    processIdentifier = pid
  }

  /// Runs a program to its end.
  ///
  /// - Throws: unless its exit status is 0.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null"
  ) throws(Failure) {
    let child = try ChildProcess(arguments, environment: environment, output: output)
    let status = child.wait()
    guard status == 0 else {
      throw Failure(description: "\(arguments.joined(separator: " ")) ended with status \(status)")
    }
  }

  /// What a program took, looked at until it ended.
  struct Usage {
    var seconds: Double
    var peakKibibytes: Int
    var processorSeconds: Double
  }

  /// Runs a program to its end.
  ///
  /// - Throws: unless its exit status is 0.
  static func measure(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws(Failure) -> Usage {
    let start = MonotonicInstant.now
    let child = try ChildProcess(arguments, environment: environment)
    var usage = Usage(seconds: 0, peakKibibytes: 0, processorSeconds: 0)
    var status: Int32 = 0
    while waitpid(child.processIdentifier, &status, WNOHANG) == 0 {
      usage.peakKibibytes = max(usage.peakKibibytes, child.memory.peak)
      usage.processorSeconds = max(usage.processorSeconds, child.processorSeconds)
      usleep(5_000)
    }
    usage.seconds = Figures.seconds(from: start)
    guard status == 0 else {
      throw Failure(description: "\(arguments.joined(separator: " ")) ended with status \(status)")
    }
    return usage
  }

  /// Waits for the end; the exit status, or 128 and the signal.
  @discardableResult
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(processIdentifier, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Asks it to finish (SIGTERM) and waits.
  @discardableResult
  func finish() -> Int32 {
    kill(processIdentifier, SIGTERM)
    return wait()
  }

  /// Resident memory now and at most so far, in KiB.
  var memory: (resident: Int, peak: Int) {
    var resident = 0
    var peak = 0
    for line in TextFile.lines(of: "/proc/\(processIdentifier)/status") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count >= 2, let value = Int(words[1]) else { continue }
      if words[0] == "VmRSS:" { resident = value }
      if words[0] == "VmHWM:" { peak = value }
    }
    return (resident, peak)
  }

  /// Processor time used so far, in seconds.
  var processorSeconds: Double { Self.processorSeconds(of: processIdentifier) }

  /// Without its children.
  static func processorSeconds(of pid: pid_t) -> Double { seconds(statistics(of: pid), 11...12) }

  /// Of a process and of all that it has started, and these, in turn: those that run, and those that have ended and been waited
  /// for, which is what a server does with its sessions and helpers.
  static func processorSeconds(withDescendantsOf root: pid_t) -> Double {
    var readings = descendants(of: root)
    // Who ends between its own reading and its parent's is in neither; those that are there twice are in the sum.
    for _ in 1...10 {
      let again = descendants(of: root)
      let isSettled = Set(again.keys) == Set(readings.keys)
      readings = again
      if isSettled { break }
    }
    return readings.values.reduce(0, +)
  }

  /// The processor time of each, in seconds, with that of the children that it has waited for. A parent is read before its children,
  /// so that nobody is in the sum twice.
  private static func descendants(of root: pid_t) -> [pid_t: Double] {
    var children: [pid_t: [pid_t]] = [:]
    for pid in TextFile.directory("/proc").compactMap({ pid_t($0) }) {
      let fields = statistics(of: pid)
      guard fields.count > 1, let parent = pid_t(fields[1]) else { continue }
      children[parent, default: []].append(pid)
    }
    var readings: [pid_t: Double] = [:]
    var waiting = [root]
    while let pid = waiting.popLast() {
      let fields = statistics(of: pid)
      guard !fields.isEmpty else { continue }
      readings[pid] = seconds(fields, 11...14)
      waiting += children[pid] ?? []
    }
    return readings
  }

  /// Of some of the four: in user mode and in the kernel, and the same two of children that were waited for.
  private static func seconds(_ fields: [String], _ places: ClosedRange<Int>) -> Double {
    guard fields.count > places.upperBound else { return 0 }
    let ticks = fields[places].reduce(0) { $0 + (Double($1) ?? 0) }
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The words of `/proc/PID/stat` after the program's name, from the state on.
  private static func statistics(of pid: pid_t) -> [String] {
    guard let line = TextFile.lines(of: "/proc/\(pid)/stat").first,
      let end = line.lastIndex(of: ")")
    else { return [] }
    return line[line.index(after: end)...].split(separator: " ").map(String.init)
  }

  private static func ownEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var pointer = environ
    while let entry = pointer.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      pointer += 1
    }
    return variables
  }
}
