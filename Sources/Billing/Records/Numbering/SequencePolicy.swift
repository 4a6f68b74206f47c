/// How the invoices, or the credit memos, of a legal entity are numbered when they are posted (<doc:Numbering>).
package struct SequencePolicy: Hashable, Sendable, Identifiable {
  package let id: RecordID<SequencePolicy>
  /// Whose documents; nil: those of every legal entity that has no active policy of its own, and those without one.
  package var legalEntityId: LegalEntity.ID?
  package var mode: Mode
  /// Text with one `{SequenceValue}` and, where the policy stamps, at most one `{DateStamp}`.
  package var pattern: String
  package var dateStampFormat: DateStampFormat
  /// The first value; it counts until one has been taken.
  package var startValue: Int64
  /// The value is filled up with zeros to this many digits.
  package var minimumDigits: Int
  package var isActive: Bool
  /// Which documents it numbers.
  package var target: Target
  package var revision: Int64?

  package init(
    id: RecordID<SequencePolicy>,
    legalEntityId: LegalEntity.ID? = nil,
    mode: Mode,
    pattern: String,
    dateStampFormat: DateStampFormat = .none,
    startValue: Int64 = 1,
    minimumDigits: Int = 1,
    isActive: Bool,
    target: Target = .invoice,
    revision: Int64? = nil
  ) {
    self.id = id
    self.legalEntityId = legalEntityId
    self.mode = mode
    self.pattern = pattern
    self.dateStampFormat = dateStampFormat
    self.startValue = startValue
    self.minimumDigits = minimumDigits
    self.isActive = isActive
    self.target = target
    self.revision = revision
  }

  package enum Target: String, Hashable, Sendable, CaseIterable {
    case invoice = "Invoice"
    case creditMemo = "CreditMemo"
  }

  package enum Mode: String, Hashable, Sendable, CaseIterable {
    /// No gap and no duplicate, whatever crashes.
    case gapless = "Gapless"
    /// Unique; gaps are allowed, and this store makes none.
    case basic = "Basic"
  }
}

extension SequencePolicy: RecordKind {
  package static var type: RecordType { .sequencePolicy }
  package static var place: WritableKeyPath<RecordTables, [ID: SequencePolicy]> {
    \.sequencePolicies
  }
  package var record: Record { .sequencePolicy(self) }

  package var links: [RecordLink] {
    var links: [RecordLink] = []
    links.append("legalEntityId", legalEntityId)
    return links
  }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
