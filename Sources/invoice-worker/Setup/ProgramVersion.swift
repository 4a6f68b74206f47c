/// Which program this is.
///
/// The commit it was built from is not among it: the package manager hands none to what it compiles, and a number that
/// somebody must remember to set would be wrong one day. The schema's version tells builds between two releases apart.
enum ProgramVersion {
  /// Of the last release, and `-dev` after it.
  static let current = "0.1.0-dev"

  /// The compiler's, as far as it can be told when the program is compiled.
  static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #else
      "6.3"
    #endif
  }

  static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}
