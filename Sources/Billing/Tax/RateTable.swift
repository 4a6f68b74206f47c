import CivilTime

/// Finds the rate that holds for a document's place and day. Each place and code is looked for once: there may be as many
/// rates of a code as were ever sent, and as many lines that ask.
struct RateTable {
  private let invoiceDate: CivilDate
  private var found: [Place: Result<TaxRate, TaxFault>] = [:]

  private struct Place: Hashable {
    let code: String
    let country: String
    let state: String?
  }

  init(invoiceDate: CivilDate) {
    self.invoiceDate = invoiceDate
  }

  /// The one rate of the treatment's code in force on the invoice date, of the address's region,
  /// else of the whole country. None is an answer of its own and never 0 % (<doc:Tax>).
  mutating func rate(
    of treatment: TaxTreatment, at address: Address, facts: WorkingSet
  ) -> Result<TaxRate, TaxFault> {
    let place = Place(
      code: treatment.taxCode ?? "", country: address.country, state: address.state)
    if let known = found[place] { return known }
    let result = find(treatment, at: address, facts: facts)
    found[place] = result
    return result
  }

  private func find(
    _ treatment: TaxTreatment, at address: Address, facts: WorkingSet
  ) -> Result<TaxRate, TaxFault> {
    let code = treatment.taxCode ?? ""
    let date = invoiceDate
    let inForce = facts.taxRates(country: address.country, taxCode: code).filter {
      $0.effectiveFrom <= date && $0.effectiveTo.map { date <= $0 } ?? true
    }
    let state = address.state?.lowercased()
    let regional = inForce.filter { $0.region != nil && $0.region?.lowercased() == state }
    let candidates = regional.isEmpty ? inForce.filter { $0.region == nil } : regional
    let place = address.state.map { "\(address.country), region \($0)" } ?? address.country
    let sought = "of tax code \(code) in \(place) on \(date)"
    guard let rate = candidates.first else {
      return .failure(
        TaxFault(
          code: .taxRateNotFound,
          message: "There is no tax rate \(sought) (treatment \(treatment.id)). Add a TaxRate "
            + "record that is in force then, or correct the treatment or the address."))
    }
    guard candidates.count == 1 else {
      let names = FewNames.of(candidates.map(\.id.text))
      return .failure(
        TaxFault(
          code: .taxRateAmbiguous,
          message: "More than one tax rate \(sought) is in force: \(names). End all but one of "
            + "them with effectiveTo."))
    }
    return .success(rate)
  }
}

extension TaxTreatment {
  /// The treatment's category, else the standard one.
  var category: String { taxCategory ?? "S" }
}
