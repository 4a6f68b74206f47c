/// The five-character code of an SQL condition: two of class, three of condition. Open: a server may
/// answer codes that no release of ours has heard of, and their class still says what to do.
package struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The two characters that stand for the class.
  package var category: Substring { rawValue.prefix(2) }

  package var description: String { rawValue }

  /// A code that ends in `000` stands for its whole class as a pattern, any other for itself.
  package static func ~= (pattern: SQLState, value: SQLState) -> Bool {
    pattern == value || (pattern.rawValue.hasSuffix("000") && pattern.category == value.category)
  }
}

/// Classes, to match with.
extension SQLState {
  package static let dynamicSQLError = SQLState(rawValue: "07000")
  package static let connectionException = SQLState(rawValue: "08000")
  package static let triggeredActionException = SQLState(rawValue: "09000")
  package static let cardinalityViolation = SQLState(rawValue: "21000")
  package static let dataException = SQLState(rawValue: "22000")
  package static let integrityConstraintViolation = SQLState(rawValue: "23000")
  package static let invalidAuthorization = SQLState(rawValue: "28000")
  package static let transactionRollback = SQLState(rawValue: "40000")
  package static let withCheckOptionViolation = SQLState(rawValue: "44000")
  package static let insufficientResources = SQLState(rawValue: "53000")
  package static let programLimitExceeded = SQLState(rawValue: "54000")
  package static let operatorIntervention = SQLState(rawValue: "57000")
  package static let systemError = SQLState(rawValue: "58000")
  package static let internalError = SQLState(rawValue: "XX000")
  /// What a function, a trigger's among them, raises (`RAISE EXCEPTION`).
  package static let raisedByFunction = SQLState(rawValue: "P0000")
}

/// Conditions that somebody asks for by name.
extension SQLState {
  package static let connectionDoesNotExist = SQLState(rawValue: "08003")
  package static let connectionFailure = SQLState(rawValue: "08006")
  package static let unableToConnect = SQLState(rawValue: "08001")
  package static let protocolViolation = SQLState(rawValue: "08P01")
  package static let invalidDescriptorIndex = SQLState(rawValue: "07009")
  package static let featureNotSupported = SQLState(rawValue: "0A000")
  package static let characterNotInRepertoire = SQLState(rawValue: "22021")
  package static let invalidTextRepresentation = SQLState(rawValue: "22P02")
  package static let untranslatableCharacter = SQLState(rawValue: "22P05")
  package static let datetimeOutOfRange = SQLState(rawValue: "22008")
  package static let invalidCast = SQLState(rawValue: "22018")
  package static let invalidParameterValue = SQLState(rawValue: "22023")
  package static let nullNotExpected = SQLState(rawValue: "22002")
  package static let uniqueViolation = SQLState(rawValue: "23505")
  package static let checkViolation = SQLState(rawValue: "23514")
  package static let readOnlyTransaction = SQLState(rawValue: "25006")
  package static let inFailedTransaction = SQLState(rawValue: "25P02")
  package static let idleInTransactionTimeout = SQLState(rawValue: "25P03")
  package static let transactionTimeout = SQLState(rawValue: "25P04")
  package static let invalidStatementName = SQLState(rawValue: "26000")
  package static let invalidPassword = SQLState(rawValue: "28P01")
  package static let unknownDatabase = SQLState(rawValue: "3D000")
  package static let serializationFailure = SQLState(rawValue: "40001")
  package static let transactionConstraintViolation = SQLState(rawValue: "40002")
  package static let deadlockDetected = SQLState(rawValue: "40P01")
  package static let insufficientPrivilege = SQLState(rawValue: "42501")
  package static let undefinedColumn = SQLState(rawValue: "42703")
  package static let undefinedFunction = SQLState(rawValue: "42883")
  package static let duplicatePreparedStatement = SQLState(rawValue: "42P05")
  package static let invalidSchemaName = SQLState(rawValue: "3F000")
  package static let undefinedTable = SQLState(rawValue: "42P01")
  package static let outOfMemory = SQLState(rawValue: "53200")
  package static let tooManyConnections = SQLState(rawValue: "53300")
  package static let lockNotAvailable = SQLState(rawValue: "55P03")
  package static let queryCanceled = SQLState(rawValue: "57014")
  package static let adminShutdown = SQLState(rawValue: "57P01")
}
