import Worker

/// Where each variable's value comes from, and what the environment holds that it should not.
enum ConfigurationChecks {
  /// `names`: of every variable that the process was started with.
  static func checks(names: [String], value: (String) -> String?) -> [DoctorCheck] {
    func isSet(_ name: String) -> Bool { value(name).map { !$0.isEmpty } ?? false }
    var checks = ConfigurationVariable.allCases.map { variable in
      let name = variable.rawValue
      if isSet(name) { return DoctorCheck.fine(.configuration, name, "from the environment") }
      let file = name + fileSuffix
      return isSet(file)
        ? .fine(.configuration, name, "from the file that \(file) names")
        : .fine(.configuration, name, "default: \(variable.defaultText)")
    }
    checks += UnknownVariables.unknown(names).map { name, meant in
      .failed(
        .configuration, name,
        "is set but unknown" + (meant.map { "; did you mean \($0)?" } ?? ""),
        .command("unset \(name)"))
    }
    for variable in ConfigurationVariable.allCases
    where isSet(variable.rawValue) && isSet(variable.rawValue + fileSuffix) {
      let name = variable.rawValue
      checks.append(
        .failed(
          .configuration, name + fileSuffix,
          "is set, and \(name) still stands in the environment for everybody to read",
          .command("unset \(name)")))
    }
    return checks
  }

  /// A variable of this name plus the suffix names the file that holds the value.
  private static let fileSuffix = "_FILE"
}
