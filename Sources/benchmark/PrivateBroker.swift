import Glibc

/// A RabbitMQ node of the benchmark's own, made by `compose/broker.sh` and gone when the benchmark ends.
struct PrivateBroker {
  let directory: String
  let url: String

  static let script = "compose/broker.sh"

  static func start(in directory: String) throws(ChildProcess.Failure) -> PrivateBroker {
    guard access(script, X_OK) == 0 else {
      throw ChildProcess.Failure(
        description: "\(script) is not here: run the benchmark from the package's directory")
    }
    try ChildProcess.run([script, "start", directory])
    for line in TextFile.lines(of: "\(directory)/env") {
      let prefix = "export AMQP_URL="
      if line.hasPrefix(prefix) {
        return PrivateBroker(directory: directory, url: String(line.dropFirst(prefix.count)))
      }
    }
    throw ChildProcess.Failure(description: "\(directory)/env names no AMQP_URL")
  }

  func stop() throws(ChildProcess.Failure) {
    try ChildProcess.run([Self.script, "stop", directory])
  }

  /// Processor time of the broker's processes so far, in seconds.
  var processorSeconds: Double {
    var sum = 0.0
    for pid in TextFile.directory("/proc").compactMap({ pid_t($0) }) {
      let command = TextFile.lines(of: "/proc/\(pid)/cmdline").first ?? ""
      if command.contains("beam.smp"), command.contains(directory) {
        sum += ChildProcess.processorSeconds(of: pid)
      }
    }
    return sum
  }
}
