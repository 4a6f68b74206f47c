import Monetary

/// What is charged and taxed: a line, or an allowance or charge on the document.
struct IngestedCharge {
  let place: Place
  /// Signed as it counts: an allowance on the document is negative.
  let amount: Money
  let status: TaxProcessingStatus
  let basis: TaxBasis
  /// Where the supply takes place, if the line names an address.
  let address: Address?
  /// The tax amounts it brings.
  let given: [IncomingTax]

  /// Where it stands in the request.
  enum Place: CustomStringConvertible {
    case line(Int)
    case allowance(Int)
    case charge(Int)
    /// A line of the debit memo, which the request only refers to.
    case memoLine(Int)

    var description: String {
      switch self {
      case .line(let index): "/invoice/lines/\(index)"
      case .allowance(let index): "/invoice/allowances/\(index)"
      case .charge(let index): "/invoice/charges/\(index)"
      case .memoLine: "/invoice/referenceEntity/id"
      }
    }

    /// The pointer of a field there; a line of a memo has none in the request.
    func field(_ name: String) -> String {
      if case .memoLine = self { description } else { "\(self)/\(name)" }
    }

    /// Begins a sentence on what the pointer alone does not say.
    var subject: String {
      if case .memoLine(let index) = self { "Line \(index + 1) of the debit memo: " } else { "" }
    }
  }

  /// How its tax is decided.
  enum TaxBasis {
    case notTaxable
    case treatment(TaxTreatment)
    case stated(TaxKey)
    /// Neither a treatment nor a category, and no default treatment: taxed only by amounts given.
    case unstated
  }

  var isTaxable: Bool {
    switch basis {
    case .treatment, .stated: true
    case .notTaxable, .unstated: false
    }
  }

  /// The tax that a given amount belongs to. A rate left out is the line's, else 0.
  func key(of tax: IncomingTax) -> TaxKey {
    switch basis {
    case .stated(let key):
      if let rate = tax.rate { return TaxKey(category: key.category, percent: rate) }
      return key
    case .treatment(let treatment):
      return TaxKey(category: treatment.category, percent: tax.rate ?? 0)
    case .notTaxable, .unstated:
      return TaxKey(category: Self.category(ofCode: tax.code), percent: tax.rate ?? 0)
    }
  }

  /// A code that is spelt like a category of UNCL5305 is one; else the standard category.
  private static func category(ofCode code: String?) -> String {
    guard let code, (1...3).contains(code.utf8.count),
      code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { return "S" }
    return code
  }
}
