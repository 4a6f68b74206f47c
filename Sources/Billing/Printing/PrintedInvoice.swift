package import CivilTime

/// An invoice or credit note as people read it: every text in the language and the format of the document's locale, in the order
/// in which it stands on the page. Nothing is left to decide for who draws it but where it stands (<doc:Documents#Pages>).
package struct PrintedInvoice: Hashable, Sendable {
  /// BCP 47, for hyphenation and screen readers.
  package var language: String
  package var paper: Paper
  /// The day that the file says it was made on.
  package var date: CivilDate
  /// `Invoice INV-1`: of the file and of the pages after the first.
  package var title: String
  /// `Invoice`.
  package var heading: String
  /// nil where no legal entity is named.
  package var seller: Party?
  /// Above the seller's name; nil without a seller.
  package var logo: PNGImage?
  package var buyer: Party
  package var delivery: Party?
  /// Number, dates, references.
  package var facts: [Fact]
  package var note: String?
  package var columns: Columns
  package var sections: [Section]
  /// Sums, the last of which is what is asked for.
  package var totals: [Fact]
  package var taxes: TaxTable
  /// When what is payable in parts is due; empty for one date, which is among the facts.
  package var instalments: [Fact]
  package var instalmentsHeading: String
  /// How to pay.
  package var payment: [Fact]
  package var paymentHeading: String
  /// On every page: who issued it.
  package var footer: String
  package var pageNumbers: PageNumbers

  package enum Paper: String, Hashable, Sendable, CaseIterable {
    case a4 = "A4"
    case letter = "Letter"
  }

  /// A label and what stands beside it.
  package struct Fact: Hashable, Sendable {
    package var label: String
    package var value: String

    package init(_ label: String, _ value: String) {
      self.label = label
      self.value = value
    }
  }

  package struct Party: Hashable, Sendable {
    /// Empty for a seller.
    package var label: String
    package var name: String
    /// The address.
    package var lines: [String]
    /// Identifiers and how to reach them.
    package var facts: [Fact]

    package init(label: String, name: String, lines: [String], facts: [Fact]) {
      self.label = label
      self.name = name
      self.lines = lines
      self.facts = facts
    }
  }

  /// What the columns of lines are headed by.
  package struct Columns: Hashable, Sendable {
    package var position: String
    package var name: String
    package var quantity: String
    package var unitPrice: String
    package var tax: String
    package var amount: String
    /// Before the sum of the lines so far, at the foot of a page that others follow, and at the head of the next.
    package var carriedForward: String
    package var broughtForward: String

    package init(
      position: String, name: String, quantity: String, unitPrice: String, tax: String,
      amount: String, carriedForward: String, broughtForward: String
    ) {
      self.position = position
      self.name = name
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.tax = tax
      self.amount = amount
      self.carriedForward = carriedForward
      self.broughtForward = broughtForward
    }
  }

  package struct Section: Hashable, Sendable {
    /// nil where it is the only one.
    package var heading: String?
    package var lines: [Line]
    /// nil where it is the only one.
    package var total: Fact?

    package init(heading: String?, lines: [Line], total: Fact?) {
      self.heading = heading
      self.lines = lines
      self.total = total
    }
  }

  package struct Line: Hashable, Sendable {
    package var position: String
    package var name: String
    /// The period, and how the amount came about where it is not quantity × price.
    package var details: [String]
    package var quantity: String
    package var unitPrice: String
    package var tax: String
    package var amount: String
    /// The sum of all lines up to this one.
    package var sum: String

    package init(
      position: String, name: String, details: [String], quantity: String, unitPrice: String,
      tax: String, amount: String, sum: String
    ) {
      self.position = position
      self.name = name
      self.details = details
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.tax = tax
      self.amount = amount
      self.sum = sum
    }
  }

  package struct TaxTable: Hashable, Sendable {
    package var heading: String
    package var name: String
    package var category: String
    package var rate: String
    package var taxableAmount: String
    package var taxAmount: String
    package var rows: [TaxRow]

    package init(
      heading: String, name: String, category: String, rate: String, taxableAmount: String,
      taxAmount: String,
      rows: [TaxRow]
    ) {
      self.heading = heading
      self.name = name
      self.category = category
      self.rate = rate
      self.taxableAmount = taxableAmount
      self.taxAmount = taxAmount
      self.rows = rows
    }
  }

  package struct TaxRow: Hashable, Sendable {
    package var name: String
    package var category: String
    package var rate: String
    package var taxableAmount: String
    package var taxAmount: String
    /// Why no tax is charged.
    package var reason: String?

    package init(
      name: String, category: String, rate: String, taxableAmount: String, taxAmount: String,
      reason: String?
    ) {
      self.name = name
      self.category = category
      self.rate = rate
      self.taxableAmount = taxableAmount
      self.taxAmount = taxAmount
      self.reason = reason
    }
  }

  /// `Page 2 of 5`: what stands before, between and after the two numbers.
  package struct PageNumbers: Hashable, Sendable {
    package var before: String
    package var between: String

    package init(before: String, between: String) {
      self.before = before
      self.between = between
    }

    package func text(page: Int, of count: Int) -> String { "\(before)\(page)\(between)\(count)" }
  }

  package init(
    language: String, paper: Paper, date: CivilDate, title: String, heading: String,
    seller: Party?, logo: PNGImage? = nil, buyer: Party, delivery: Party?, facts: [Fact],
    note: String?,
    columns: Columns, sections: [Section], totals: [Fact], taxes: TaxTable, instalments: [Fact],
    instalmentsHeading: String, payment: [Fact], paymentHeading: String, footer: String,
    pageNumbers: PageNumbers
  ) {
    self.language = language
    self.paper = paper
    self.date = date
    self.title = title
    self.heading = heading
    self.seller = seller
    self.logo = seller == nil ? nil : logo
    self.buyer = buyer
    self.delivery = delivery
    self.facts = facts
    self.note = note
    self.columns = columns
    self.sections = sections
    self.totals = totals
    self.taxes = taxes
    self.instalments = instalments
    self.instalmentsHeading = instalmentsHeading
    self.payment = payment
    self.paymentHeading = paymentHeading
    self.footer = footer
    self.pageNumbers = pageNumbers
  }
}
