import Monetary

/// The tax records of an invoice's charges while they are gathered.
struct IngestedTaxes {
  let charges: [IngestedCharge]
  let currency: Currency
  private(set) var records: [[InvoiceLineTax]]
  /// By subtotal: the charges whose tax is within it.
  private var awaiting: [Int: [Int]] = [:]
  private var given: [TaxKey: Sum] = [:]
  private(set) var hasOverflowed = false

  /// What the amounts given for one tax add up to.
  private struct Sum {
    var taxable: Money
    var tax: Money
  }

  init(charges: [IngestedCharge], currency: Currency) {
    self.charges = charges
    self.currency = currency
    records = Array(repeating: [], count: charges.count)
  }

  /// Takes the amounts that a charge brings; they are exact, else it is known that tax is unclear.
  mutating func give(_ charge: IngestedCharge, at index: Int) {
    var keys: Set<TaxKey> = []
    for tax in charge.given {
      guard let amount = Money(exactly: tax.amount, currency: currency) else { continue }
      let key = charge.key(of: tax)
      let code = tax.code ?? key.category
      records[index].append(
        InvoiceLineTax(
          name: tax.name ?? code, code: code, category: key.category, rate: key.percent,
          amount: amount))
      // Two taxes of one kind, such as a state's and a city's, are on the same amount.
      add(amount, on: keys.insert(key).inserted ? charge.amount : .zero(currency), key)
    }
  }

  /// Gives a charge a tax of nothing.
  mutating func giveNothing(_ key: TaxKey, at index: Int) {
    take([record(key, .zero(currency))], at: index)
  }

  /// The charge's tax is a share of a subtotal.
  mutating func await(_ subtotal: Int, at index: Int) {
    awaiting[subtotal, default: []].append(index)
  }

  mutating func take(_ taxes: [InvoiceLineTax], at index: Int) { records[index] = taxes }

  /// What the tax is on: charges with amounts given, and those within the subtotal. nil on overflow.
  func taxable(of key: TaxKey, awaiting subtotal: Int) -> Money? {
    do throws(MonetaryError) {
      var sum = given[key]?.taxable ?? .zero(currency)
      for index in awaiting[subtotal] ?? [] { sum = try sum.adding(charges[index].amount) }
      return sum
    } catch {
      return nil
    }
  }

  /// Spreads what an amount holds beyond those given over the charges within the subtotal, in
  /// proportion; answers with what nobody is left to bear. nil on overflow.
  mutating func spread(_ amount: Money, of key: TaxKey, awaiting subtotal: Int) -> Money? {
    do throws(MonetaryError) {
      let rest = try amount.subtracting(given[key]?.tax ?? .zero(currency))
      guard let members = awaiting[subtotal], !members.isEmpty else { return rest }
      let shares = try Allocation.split(rest, by: members.map { charges[$0].amount.minorUnits })
      for (index, share) in zip(members, shares) { records[index].append(record(key, share)) }
      return .zero(currency)
    } catch {
      return nil
    }
  }

  private func record(_ key: TaxKey, _ amount: Money) -> InvoiceLineTax {
    InvoiceLineTax(
      name: key.category, code: key.category, category: key.category, rate: key.percent,
      amount: amount)
  }

  private mutating func add(_ tax: Money, on taxable: Money, _ key: TaxKey) {
    var sum = given[key] ?? Sum(taxable: .zero(currency), tax: .zero(currency))
    do throws(MonetaryError) {
      sum.taxable = try sum.taxable.adding(taxable)
      sum.tax = try sum.tax.adding(tax)
      given[key] = sum
    } catch {
      hasOverflowed = true
    }
  }
}
