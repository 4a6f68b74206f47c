import Glibc

/// A tax engine that costs next to nothing (`Limits/tax-engine.c`), compiled here and run beside what is measured.
struct TaxEngineProcess {
  /// For the worker's configuration.
  let address: String
  let process: ChildProcess

  private static let source = "Sources/benchmark/Limits/tax-engine.c"

  /// Starts one that answers after so many milliseconds, and fails so many of a thousand calls.
  static func start(
    in directory: String, milliseconds: Int, failing: Int = 0
  ) throws(ChildProcess.Failure) -> TaxEngineProcess {
    let program = try CompiledProgram.make(source, in: directory)
    let output = "\(directory)/tax-engine.out"
    let process = try ChildProcess(
      [program, String(milliseconds), String(failing)], output: output)
    for _ in 1...1_000 {
      if let port = TextFile.lines(of: output).first.flatMap({ UInt16($0) }) {
        return TaxEngineProcess(address: "http://127.0.0.1:\(port)", process: process)
      }
      usleep(5_000)
    }
    process.finish()
    throw ChildProcess.Failure(description: "\(program) did not say where it listens")
  }

  func stop() { process.finish() }
}
