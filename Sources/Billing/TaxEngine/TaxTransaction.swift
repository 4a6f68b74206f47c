package import CivilTime
package import Monetary

/// The tax of a posted invoice or credit memo in the books of an engine: what they say of it, and what they are still to be told
/// (<doc:Tax#After-posting>). There is one for each document that was posted with a tax that an engine quoted, and it is never
/// removed before the document is.
///
/// A value: ``applying(_:at:)`` is the whole machine. What is told, and with which taxes, is a ``TaxedDocument`` that is stored
/// beside it and never changes.
package struct TaxTransaction: Hashable, Sendable, Identifiable {
  package let subject: Subject
  package let accountId: Account.ID
  /// What the document was posted with, as the engine counts: negative on what is credited.
  package let total: Money
  package let createdAt: UTCInstant
  package var state: State = .toCommit
  /// When it came into ``state``.
  package var stateSince: UTCInstant
  /// Whether the engine may have heard of the document: marked, and made durable, before the first call.
  package var isSent = false
  /// Whether the engine has answered the last commit, whatever it said: what is voided needs no commit before it then.
  package var isCommitAnswered = false
  /// Calls that were begun since ``state`` or the call that is due changed; counted, and made durable, before each.
  package var attempts = 0
  /// Before this nothing is tried. nil in a state in which nothing is to be told.
  package var nextAttemptAt: UTCInstant?
  /// The engine's own, of the commit, and of the void where it named one.
  package var transactionId: String?
  /// What the engine booked, where that is another total than ``total``.
  package var committedTax: Money?
  /// What stood in the way last: the engine's own words, or why it could not be asked. nil where nothing did.
  package var reason: String?
  /// Where it failed, and with which code; nil in every other state.
  package var failure: Failure?
  /// Why the document was voided, for the engine's books.
  package var voidReason: String?

  /// A document that is posted now.
  package init(
    of subject: Subject, accountId: Account.ID, total: Money, at now: UTCInstant
  ) {
    self.subject = subject
    self.accountId = accountId
    self.total = total
    createdAt = now
    stateSince = now
    nextAttemptAt = now
  }

  /// The document's: `documentId` on the wire.
  package var id: RecordID<TaxTransaction> { Self.id(of: subject) }

  package static func id(of subject: Subject) -> RecordID<TaxTransaction> {
    RecordID(subject.record.id)
  }

  package enum Subject: Hashable, Sendable {
    case invoice(Invoice.ID)
    case creditMemo(RecordID<CreditMemo>)

    package var record: RecordReference {
      switch self {
      case .invoice(let id): RecordReference(.invoice, id)
      case .creditMemo(let id): RecordReference(.creditMemo, id)
      }
    }
  }

  package enum State: String, Hashable, Sendable, CaseIterable {
    case toCommit = "ToCommit"
    case committed = "Committed"
    /// Until somebody sends `tax.retry-commit.v1`, or the document is voided.
    case failed = "Failed"
    /// Voided before the engine heard of it: it never will.
    case dropped = "Dropped"
    case toVoid = "ToVoid"
    case voided = "Voided"
    /// Its period was locked: the engine booked the opposite.
    case credited = "Credited"
  }

  package struct Failure: Hashable, Sendable {
    /// ``State/toCommit`` or ``State/toVoid``: where `tax.retry-commit.v1` takes it up again.
    package let from: State
    /// `TAX_COMMIT_REFUSED`, `TAX_COMMIT_VARIANCE` or `TAX_VOID_REFUSED`.
    package let code: ErrorCode

    package init(from: State, code: ErrorCode) {
      self.from = from
      self.code = code
    }
  }

  /// What the engine is to be told next.
  package enum Call: Hashable, Sendable {
    /// With the document's number and its ``TaxedDocument``.
    case commit
    case void(TaxVoid)
  }

  /// nil where nothing is to be told. What is to be voided is committed first, where the engine may have heard of it and has not
  /// said what it made of it: so it never meets a commit after a void.
  package var call: Call? {
    switch state {
    case .toCommit: return .commit
    case .toVoid:
      guard isCommitAnswered else { return .commit }
      return .void(
        TaxVoid(
          documentId: id.text, transactionId: transactionId, reason: voidReason ?? "Voided"))
    case .committed, .failed, .dropped, .voided, .credited: return nil
    }
  }
}
