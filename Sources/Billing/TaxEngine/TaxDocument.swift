package import CivilTime
package import Monetary

/// What a tax engine is asked about (<doc:Tax#An-engine-over-HTTP>): everything that its answer may depend on, so that the document
/// itself is the key by which an answer is found again. Facts that have changed meanwhile make another document, which has no
/// answer.
package struct TaxDocument: Hashable, Sendable {
  /// What the answer is for.
  package enum Kind: String, Hashable, Sendable {
    /// A draft or a preview: nothing is kept at the engine.
    case estimate = "Estimate"
    /// A document that is posted with this tax and committed afterwards.
    case final = "Final"
  }

  /// The id of the invoice or credit memo: derived from its request, so the same in each attempt.
  package let documentId: String
  package let kind: Kind
  package let currency: Currency
  /// The day whose rates hold: the invoice or credit date.
  package let date: CivilDate
  /// An exempt account is asked about too, so that the engine can report it; its tax is 0.
  package let isExempt: Bool
  /// Where the supply takes place, unless a line says otherwise.
  package let shipTo: Address
  /// In the document's order; their ids are unique within it.
  package let lines: [Line]

  package init(
    documentId: String, kind: Kind, currency: Currency, date: CivilDate, isExempt: Bool,
    shipTo: Address, lines: [Line]
  ) {
    self.documentId = documentId
    self.kind = kind
    self.currency = currency
    self.date = date
    self.isExempt = isExempt
    self.shipTo = shipTo
    self.lines = lines
  }

  package struct Line: Hashable, Sendable {
    /// Names the line in the answer. Unique within the document, which the labels of ingested lines need not be.
    package let id: String
    /// In the document's currency; negative on what is credited.
    package let amount: Money
    /// Of the line's treatment; nil where there is none.
    package let taxCode: String?
    /// UNCL5305; nil where there is none.
    package let category: String?
    /// Where this line's supply takes place, if elsewhere than the document's.
    package let address: Address?

    package init(
      id: String, amount: Money, taxCode: String?, category: String?, address: Address? = nil
    ) {
      self.id = id
      self.amount = amount
      self.taxCode = taxCode
      self.category = category
      self.address = address
    }
  }
}
