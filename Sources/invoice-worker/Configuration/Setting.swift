import AMQP
import HTTP
import Mail
import Worker

/// A variable as it holds for this process.
struct Setting {
  let variable: ConfigurationVariable
  /// Without passwords; nil where nothing holds.
  let value: String?
  /// "environment", "file PATH", "credential", or "default".
  let origin: String

  /// `value` is the environment's, by name; `isOwn` says whether the variable stands in the environment file.
  init(
    _ variable: ConfigurationVariable, _ configuration: Configuration,
    value: (String) -> String?, file: EnvironmentFile?, isOwn: Bool
  ) {
    self.variable = variable
    if let text = value(variable.rawValue), !text.isEmpty {
      self.value = variable.mayHoldSecret ? MaskedAddress.text(text) : text
      let isOfFile =
        isOwn && file?.values.contains { $0.name == variable.rawValue && $0.value == text } == true
      origin = isOfFile ? "file \(file?.path ?? "")" : "environment"
      return
    }
    if let source = variable.filedUnder, let path = value(source.rawValue), !path.isEmpty {
      self.value = Self.effective(variable, configuration)
      origin = "file \(path)"
      return
    }
    self.value = Self.effective(variable, configuration)
    origin = Self.isCredential(variable, value) ? "credential" : "default"
  }

  /// What holds where the variable itself is not set.
  private static func effective(
    _ variable: ConfigurationVariable, _ configuration: Configuration
  ) -> String? {
    switch variable {
    case .brokerAddress: return configuration.broker.url.description
    case .database: return MaskedAddress.text(of: configuration.database)
    case .readDatabase: return configuration.readDatabase.map(MaskedAddress.text(of:))
    case .mailServer: return configuration.mail.map(\.server.description)
    case .taxToken: return configuration.tax?.server.token.map { _ in "***" }
    case .lanes: return "\(configuration.lanes)"
    case .name: return configuration.name
    case .prefetch, .batchSize, .retentionDays, .clock, .logLevel, .logFormat, .eventSource,
      .source,
      .replyQueues, .emailRate, .taxConcurrency, .taxFallback, .traceServiceName, .traceSampler,
      .traceSamplerArgument, .webListen:
      return variable.defaultText
    case .brokerAddressFile, .databaseFile, .readDatabaseFile, .mailServerFile,
      .certificateAuthorities, .certificate,
      .privateKey, .mailAuthorities, .emailFrom, .emailDailyLimit, .taxEngine, .taxTokenFile,
      .taxAuthorities, .http, .traceCollector, .traceHeaders, .traceResource, .webUsers,
      .webUserHeader, .webPrefix, .webHosts:
      return nil
    }
  }

  private static func isCredential(
    _ variable: ConfigurationVariable, _ value: (String) -> String?
  ) -> Bool {
    guard let name = variable.credential else { return false }
    return Configuration.hasCredential(name, reading: value)
  }
}
