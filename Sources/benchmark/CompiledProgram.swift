/// A program in C that is compiled where it is measured against.
enum CompiledProgram {
  /// - Returns: its path.
  static func make(
    _ source: String, libraries: [String] = [], in directory: String
  ) throws(ChildProcess.Failure) -> String {
    let file = source.split(separator: "/").last.map(String.init) ?? source
    let program = "\(directory)/\(file.split(separator: ".").first ?? "program")"
    var failure = ChildProcess.Failure(description: "there is no C compiler")
    for compiler in ["cc", "clang"] {
      do throws(ChildProcess.Failure) {
        try ChildProcess.run(
          [compiler, "-O2", "-o", program, source] + libraries.map { "-l\($0)" })
        return program
      } catch {
        failure = error
      }
    }
    throw failure
  }
}
