import Billing
import CivilTime
import Monetary
import Testing

@Suite("Tax")
struct TaxTests {
  private func rate(
    _ id: TaxRate.ID, percent: ExactDecimal = 25, region: String? = nil, code: String = "std",
    country: String = "NO", from: CivilDate = "2020-01-01", to: CivilDate? = nil
  ) -> Record {
    .taxRate(
      TaxRate(
        id: id, country: country, region: region, taxCode: code, name: "VAT \(id)",
        percent: percent, effectiveFrom: from, effectiveTo: to))
  }

  /// A default treatment of code `std`, so that everything is taxable.
  private func world(_ records: Record..., state: String? = nil) throws -> World {
    var world = try World()
    world.add(
      .account(try World.account("A", state: state)),
      .taxTreatment(
        TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)))
    #expect(world.upsert(records).errors.isEmpty)
    return world
  }

  private func taxes(_ decision: Decision) -> [String] {
    decision.made.flatMap(\.lines).flatMap(\.taxes).map {
      "\($0.name) \($0.code) \($0.category) \($0.rate) \($0.amount.decimalText)"
    }
  }

  @Test("A line carries the tax of its treatment's code, of category S when it says none")
  func simple() throws {
    var world = try world(rate("R"), .monthly("S"))
    let decision = world.generate(target: "2026-01-02")
    #expect(taxes(decision) == ["VAT R std S 25 25.00"])
    #expect(decision.made.map(\.totalTaxAmount.decimalText) == ["25.00"])
    #expect(decision.made.map(\.totalAmountWithTax.decimalText) == ["125.00"])
    #expect(decision.made.map(\.balance.decimalText) == ["125.00"])
  }

  @Test("Tax is rounded once per category and rate, and spread so that it sums")
  func roundedOnce() throws {
    var world = try world(
      rate("R", percent: "7.5"),
      .monthly("S1") { $0.billingPeriodAmount = "0.33" },
      .monthly("S2") { $0.billingPeriodAmount = "0.33" },
      .monthly("S3") { $0.billingPeriodAmount = "0.34" })
    let decision = world.generate(target: "2026-01-02")
    // 7.5 % of 1.00 is 0.075, rounded 0.08; each line alone would have 0.02 or 0.03.
    #expect(decision.made.map(\.totalTaxAmount.decimalText) == ["0.08"])
    #expect(
      decision.made.flatMap(\.lines).flatMap(\.taxes).map(\.amount.decimalText)
        == ["0.03", "0.02", "0.03"])
  }

  @Test("Different categories of one rate are rounded apart")
  func categories() throws {
    var world = try world(
      rate("R", percent: 10),
      .taxTreatment(
        TaxTreatment(id: "T2", name: "T2", isTaxable: true, taxCode: "std", taxCategory: "AE")),
      .monthly("S1") { $0.billingPeriodAmount = "0.05" },
      .monthly("S2") {
        $0.billingPeriodAmount = "0.05"
        $0.attributes.taxTreatmentId = "T2"
      })
    #expect(
      taxes(world.generate(target: "2026-01-02")) == [
        "VAT R std S 10 0.01", "VAT R std AE 10 0.01",
      ])
  }

  @Test("An exempt account and a treatment that is not taxable pay none")
  func untaxed() throws {
    var exempt = try World.account("A")
    exempt.isTaxExempt = true
    var world = try world(rate("R"), .account(exempt), .monthly("S"))
    #expect(taxes(world.generate(target: "2026-01-02")).isEmpty)
    var other = try self.world(
      .taxTreatment(TaxTreatment(id: "N", name: "N", isTaxable: false)),
      .monthly("S") { $0.attributes.taxTreatmentId = "N" })
    let decision = other.generate(target: "2026-01-02")
    #expect(taxes(decision).isEmpty)
    #expect(decision.outcome == .succeeded)
  }

  @Test("A rate of zero is a tax record of zero")
  func zeroRate() throws {
    var world = try world(rate("R", percent: 0), .monthly("S"))
    #expect(taxes(world.generate(target: "2026-01-02")) == ["VAT R std S 0 0.00"])
  }

  @Test(
    "The rate in force on the invoice date, both ends inclusive",
    arguments: [
      ("2026-06-30", "old"), ("2026-07-01", "new"), ("2026-12-31", "new"), ("2027-01-01", nil),
    ] as [(CivilDate, String?)])
  func inForce(invoiceDate: CivilDate, expected: String?) throws {
    var world = try world(
      rate("old", to: "2026-06-30"), rate("new", from: "2026-07-01", to: "2026-12-31"),
      rate("abroad", country: "SE"), rate("other", code: "low"), .monthly("S"))
    let decision = world.generate(target: "2026-01-02", invoiceDate: invoiceDate)
    if let expected {
      #expect(taxes(decision) == ["VAT \(expected) std S 25 25.00"])
    } else {
      #expect(decision.failed.map(\.codes) == [[.taxRateNotFound]])
    }
  }

  @Test(
    "A rate of the region is taken before the country's, whatever its case",
    arguments: [
      ("OSLO", "regional"), ("Bergen", "country"), (nil, "country"),
    ] as [(String?, String)])
  func region(state: String?, expected: String) throws {
    var world = try world(
      rate("country"), rate("regional", region: "Oslo"), .monthly("S"), state: state)
    #expect(taxes(world.generate(target: "2026-01-02")) == ["VAT \(expected) std S 25 25.00"])
  }

  @Test("Two rates in force are ambiguous, and both are named")
  func ambiguous() throws {
    var world = try world(rate("R1"), rate("R2", percent: 12), .monthly("S"))
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.failed.map(\.codes) == [[.taxRateAmbiguous]])
    #expect(decision.errorLogs.first?.message.contains("R1, R2") == true)
  }

  @Test("A rate of another region only is no rate, and never 0 %")
  func otherRegionOnly() throws {
    for state: String? in ["Bergen", nil] {
      var world = try world(rate("regional", region: "Oslo"), .monthly("S"), state: state)
      #expect(
        world.generate(target: "2026-01-02").failed.map(\.codes) == [[.taxRateNotFound]])
    }
  }

  @Test("Two rates of one region are ambiguous, whatever the country's; one of each is not")
  func ambiguousRegion() throws {
    var world = try world(
      rate("country"), rate("R1", region: "Oslo"), rate("R2", region: "OSLO"), .monthly("S"),
      state: "oslo")
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.failed.map(\.codes) == [[.taxRateAmbiguous]])
    #expect(decision.errorLogs.first?.message.contains("R1, R2") == true)
  }

  @Test("The region is the shipping address's, where there is one")
  func shippingRegion() throws {
    var account = try World.account("A", state: "Oslo")
    account.shippingAddress = Address(
      street: "", city: "", postalCode: "", state: "Bergen", country: "NO")
    var world = try world(
      rate("oslo", region: "Oslo"), rate("bergen", percent: 20, region: "Bergen"),
      .account(account), .monthly("S"))
    #expect(taxes(world.generate(target: "2026-01-02")) == ["VAT bergen std S 20 20.00"])
  }

  @Test("Spread over lines of both signs, the tax still sums")
  func mixedSigns() throws {
    var world = try world(
      rate("R", percent: "7.5"), .monthly("S1") { $0.billingPeriodAmount = "10.05" },
      .monthly("S2") { $0.billingPeriodAmount = "-3.33" })
    let decision = world.generate(target: "2026-01-02")
    // 7.5 % of 6.72 is 0.504: 0.75 375 and −0.24 975 of it, the missing unit to the larger fraction.
    #expect(decision.made.map(\.totalTaxAmount.decimalText) == ["0.50"])
    #expect(
      decision.made.flatMap(\.lines).flatMap(\.taxes).map(\.amount.decimalText)
        == ["0.75", "-0.25"])
  }

  @Test("The group's treatment beats the schedule's, and that the default one")
  func treatmentOfTheGroup() throws {
    var world = try world(
      rate("R"), .taxTreatment(TaxTreatment(id: "N", name: "N", isTaxable: false)),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A", attributes: InvoicingAttributes(taxTreatmentId: "N"))),
      .monthly("S1"),
      .monthly("S2") {
        $0.billingScheduleGroupId = "G"
        $0.attributes.taxTreatmentId = "T"
      },
      .monthly("S3") { $0.attributes.taxTreatmentId = "N" })
    let lines = world.generate(target: "2026-01-02").made.flatMap(\.lines)
    #expect(lines.map(\.taxes.count) == [1, 0, 0])
  }

  @Test("The shipping address decides before the billing address")
  func shippingAddress() throws {
    var account = try World.account("A")
    account.shippingAddress = Address(street: "", city: "", postalCode: "", country: "SE")
    var world = try world(
      rate("home"), rate("abroad", percent: 20, country: "SE"), .account(account), .monthly("S"))
    #expect(taxes(world.generate(target: "2026-01-02")) == ["VAT abroad std S 20 20.00"])
  }

  @Test("Amounts that cancel out leave no tax: a record of zero on each line")
  func cancelledOut() throws {
    var world = try world(
      rate("R"), .monthly("S1"), .monthly("S2") { $0.billingPeriodAmount = -100 })
    let decision = world.generate(target: "2026-01-02")
    #expect(taxes(decision) == ["VAT R std S 25 0.00", "VAT R std S 25 0.00"])
  }
}
